import { Terminal } from './errors.ts';
import { sha256 } from './keys.ts';
import type { Payloads } from './ports.ts';

/**
 * Claim checks: what is too large to travel through Step Functions (256 KiB of state) is kept by its digest, and a
 * reference travels in its place. Large members go first, so that the small ones stay readable for expressions.
 */
export interface Claim {
  $claim: { digest: string; size: number };
}

/** Bytes of JSON that travel in place: 256 KiB less room for what else is in the state. */
export const LIMIT = 180 * 1024;

/** The same value with its largest top-level members (or itself) put away until it fits. */
export async function checkIn(payloads: Payloads, value: unknown, limit = LIMIT): Promise<unknown> {
  if (sizeOf(value) <= limit) return value;
  if (!isRecord(value)) return putAway(payloads, value);
  const carried: Record<string, unknown> = { ...value };
  for (const name of largestFirst(carried)) {
    carried[name] = await putAway(payloads, carried[name]);
    if (sizeOf(carried) <= limit) return carried;
  }
  return putAway(payloads, value);
}

/** The value with every claim in it redeemed, at any depth. Throws Terminal `ClaimBroken` when bytes and digest differ. */
export async function redeem(payloads: Payloads, value: unknown): Promise<unknown> {
  if (isClaim(value)) return fetchClaim(payloads, value);
  if (Array.isArray(value)) return Promise.all(value.map((member) => redeem(payloads, member)));
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(async ([name, member]) => [name, await redeem(payloads, member)] as const);
  return Object.fromEntries(await Promise.all(members));
}

async function putAway(payloads: Payloads, value: unknown): Promise<Claim> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const digest = sha256(bytes);
  await payloads.put(digest, bytes);
  return { $claim: { digest, size: bytes.length } };
}

async function fetchClaim(payloads: Payloads, { $claim }: Claim): Promise<unknown> {
  const bytes = await payloads.get($claim.digest);
  if (sha256(bytes) !== $claim.digest) {
    throw new Terminal(`payload ${$claim.digest} holds other bytes than its digest says`, 'ClaimBroken');
  }
  return JSON.parse(new TextDecoder().decode(bytes));
}

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value ?? null));

const largestFirst = (value: Record<string, unknown>): string[] =>
  Object.keys(value).sort((a, b) => sizeOf(value[b]) - sizeOf(value[a]));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a claim stands anywhere in a value. What comes from outside must hold none: it would read another's payload. */
export function holdsClaim(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsClaim);
  return isRecord(value) && ('$claim' in value || Object.values(value).some(holdsClaim));
}

function isClaim(value: unknown): value is Claim {
  return isRecord(value) && isRecord(value.$claim) && typeof value.$claim.digest === 'string';
}
