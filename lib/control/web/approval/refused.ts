import type { Refusal, Refused } from '../../../approvals/errors.ts';
import type { FieldProblems } from '../form/problems.ts';
import type { Alert } from './view.ts';

/** HTTP status of each refusal. */
export const STATUS: Record<Refusal['code'], number> = {
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

const FIELD: Partial<Record<Refusal['code'], string>> = { 'wrong-code': 'code', 'comment-missing': 'comment' };

/** What the page tells of a refusal, and where. */
export function alertOf({ refusal }: Refused, problems: FieldProblems): Alert {
  const field = FIELD[refusal.code];
  const message =
    refusal.code === 'invalid-fields' ? 'some fields do not fit, so nothing was decided' : refusal.message;
  return { message, problems, ...(field && { field }) };
}
