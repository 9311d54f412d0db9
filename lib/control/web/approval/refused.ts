import type { Refusal, Refused } from '../../../approvals/errors.ts';
import type { FieldProblems } from '../form/problems.ts';
import type { Alert } from './view.ts';

const FIELD: Partial<Record<Refusal['code'], string>> = { 'wrong-code': 'code', 'comment-missing': 'comment' };

/** What the page tells of a refusal, and where. */
export function alertOf({ refusal }: Refused, problems: FieldProblems): Alert {
  const field = FIELD[refusal.code];
  const message =
    refusal.code === 'invalid-fields' ? 'some fields do not fit, so nothing was decided' : refusal.message;
  return { message, problems, ...(field && { field }) };
}
