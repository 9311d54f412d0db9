import type { ApprovalRow } from './row.ts';

/** Why a decision was not taken. Each is told to the person, with what to do next; none of them changes anything. */
export type Refusal =
  | { code: 'unknown-link'; message: string }
  | { code: 'wrong-code'; message: string; left: number }
  | { code: 'too-many-codes'; message: string }
  | { code: 'already-decided'; message: string; row: ApprovalRow }
  | { code: 'expired'; message: string; row: ApprovalRow }
  | { code: 'changed'; message: string }
  | { code: 'not-allowed'; message: string; policies: readonly string[] }
  | { code: 'invalid-fields'; message: string; problems: readonly string[] }
  | { code: 'comment-missing'; message: string };

/** Thrown by the verbs of this folder; carries the refusal as data. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** A refusal that says no more than its sentence. */
export const refused = (
  code: 'changed' | 'comment-missing' | 'too-many-codes' | 'unknown-link',
  message: string,
): Refused => new Refused({ code, message });
