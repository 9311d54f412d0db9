import { commit, SALT_BYTES } from '../audit/commitment.ts';
import type { Random } from './ports.ts';
import type { Kept } from './rows.ts';

/** A payload with the salt that its commitment is made with. The two are kept together and erased together. */
export const keep = (random: Random, value: unknown): Kept => ({
  value: value ?? null,
  salt: Buffer.from(random.bytes(SALT_BYTES)).toString('hex'),
});

/** What the chain says of a payload: enough to prove it later, nothing to read it from. */
export const commitmentOf = ({ value, salt }: Kept): string => commit(Buffer.from(salt, 'hex'), value);
