import type { Refusal } from '../approvals/errors.ts';

/** HTTP status of each refusal of a decision; pages and API answer alike. */
export const REFUSAL_STATUS: Readonly<Record<Refusal['code'], number>> = {
  'unknown-link': 404,
  'wrong-code': 403,
  'too-many-codes': 429,
  'already-decided': 409,
  expired: 410,
  changed: 409,
  'not-allowed': 403,
  'invalid-fields': 422,
  'comment-missing': 422,
};
