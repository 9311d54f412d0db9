import { sha256 } from '../engine/keys.ts';
import type { Key } from '../engine/ports.ts';
import { ApiProblem } from './problem.ts';

/**
 * The header `Idempotency-Key`: the same key with the same request has one effect, however often it is sent. With
 * another request it is refused with a 422, as draft-ietf-httpapi-idempotency-key-header-07 section 2.7 asks (Stripe
 * refuses it too): answering with the first request's result would pass off one thing for another.
 */
export const keyReused = (what: string): ApiProblem =>
  new ApiProblem(
    422,
    'idempotency-key-reused',
    `this Idempotency-Key belongs to another request, which made ${what}; send each request with a key of its own`,
  );

/** Where a key is kept that is not part of what it makes. A caller's key is its own: another's is another. */
export const idempotencyKey = (tenant: string, caller: string, key: string): Key => ({
  pk: `T#${tenant}#IDEMPOTENCY#${sha256(JSON.stringify([caller, key]))}`,
  sk: 'KEY',
});
