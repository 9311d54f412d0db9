import { sha256 } from '../../../engine/keys.ts';
import type { Key } from '../../../engine/ports.ts';

/** Only the hash of a session's token is stored: whoever reads the ledger cannot take a session over. */
export const sessionKey = (tenant: string, token: string): Key => ({
  pk: `T#${tenant}#SESSION#${sha256(token)}`,
  sk: 'SESSION',
});

/** What is going on at an address that wants to sign in, whether or not it is anybody's. */
export const signInKey = (tenant: string, email: string): Key => ({
  pk: `T#${tenant}#SIGNIN#${sha256(email.trim().toLowerCase())}`,
  sk: 'SIGNIN',
});
