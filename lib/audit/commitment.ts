import { createHmac, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Bytes of salt that a commitment needs, so that nobody finds a short payload by trying (a name, an amount). */
export const SALT_BYTES = 32;

/**
 * A commitment to a payload: HMAC-SHA256 keyed by a random salt over the payload's RFC 8785 form, 64 hex characters.
 * The salt is kept beside the payload, never in the chain: once both are erased, the entry proves nothing about a person.
 */
export function commit(salt: Uint8Array, payload: unknown): string {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has ${SALT_BYTES} bytes, not ${salt.length}`);
  return createHmac('sha256', salt)
    .update(canonicalize(payload) ?? 'null')
    .digest('hex');
}

/** Whether a commitment was made to this payload with this salt. */
export function opens(commitment: string, salt: Uint8Array, payload: unknown): boolean {
  const expected = Buffer.from(commit(salt, payload), 'hex');
  const given = Buffer.from(commitment, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
