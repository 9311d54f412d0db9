import type { Payloads } from '../engine/ports.ts';
import { bucket } from './objects.ts';

/** Claim checks in the `payloads` bucket, by digest: the same bytes are one object, so a repeated put is harmless. */
export function s3Payloads(): Payloads {
  const store = bucket('payloads');
  return {
    put: (digest, bytes) => store.put(digest, bytes, 'application/json'),
    get: (digest) => store.get(digest),
  };
}
