import { schemaProblems } from '../engine/schema.ts';
import { approvalRequest } from '../policy/approval-request.ts';
import type { PolicyDecision } from '../policy/request.ts';
import type { DecisionRequest } from './decide.ts';
import { approvalDigest } from './digest.ts';
import { Refused, refused } from './errors.ts';
import type { DecidePorts } from './ports.ts';
import type { ApprovalRow } from './row.ts';
import { whyBarred } from './separate.ts';

/** What a decision must satisfy, one check a function. Each throws `Refused` and changes nothing. */

/** Throws if the approval has been decided, its time is over, or its run has ended without it. */
export function mustBeOpen(row: ApprovalRow, now: number): void {
  const isInTime = now < Date.parse(row.expiresAt);
  if (row.status === 'PENDING' && isInTime) return;
  if (row.status === 'APPROVED' || row.status === 'REJECTED')
    throw new Refused({
      code: 'already-decided',
      message: `this approval has already been decided: ${statusOf(row)}`,
      row,
    });
  if (row.status === 'WITHDRAWN')
    throw new Refused({
      code: 'expired',
      message: 'the run has gone on without this decision; nothing is to be decided here any more',
      row,
    });
  const message = isInTime
    ? 'the run has ended without this decision; nothing can be decided here any more'
    : `the time for this decision ended at ${row.expiresAt}; nothing can be decided here any more`;
  throw new Refused({ code: 'expired', message, row });
}

const statusOf = ({ status }: ApprovalRow): string => status.toLowerCase();

/** Who was asked, by the policies in force now. */
export function mustBeAllowed(
  { policy }: DecidePorts,
  { approval: id, workflow, roles, initiator }: ApprovalRow,
  { person, decision }: DecisionRequest,
): PolicyDecision {
  const approval = { id, workflow, approverRoles: roles, ...(initiator !== undefined && { initiator }) };
  const decided = policy.decide(approvalRequest({ person, approval, decision, stepUp: true }));
  if (decided.allow) return decided;
  const why = decided.reasons.join(' ') || `${roles.join(' or ')} was asked.`;
  const message = `${person.name} may not decide this. ${why}`;
  throw new Refused({ code: 'not-allowed', message, policies: decided.policies });
}

/** Separation of duties, by the directory in force now. */
export function mustBeSeparate({ directory }: DecidePorts, row: ApprovalRow, { person }: DecisionRequest): void {
  const why = whyBarred(row.barred ?? [], directory, person);
  if (why === undefined) return;
  throw new Refused({ code: 'not-allowed', message: `${person.name} may not decide this. ${why}`, policies: [] });
}

/**
 * The digest is made anew from the row and the policies as they are: whatever of them has changed since the page was
 * shown, by whatever way, makes another one.
 */
export function mustBeAsShown(row: ApprovalRow, { digest }: DecisionRequest, { bundle }: PolicyDecision): void {
  if (digest === approvalDigest(row, row.roles[0]!, bundle)) return;
  throw refused('changed', 'this approval has changed since you opened it; look at it again and decide anew');
}

/** Characters that a reason has at least. */
const SHORTEST_REASON = 3;

export function mustHaveReason({ decision, comment }: DecisionRequest): void {
  if (decision === 'approve' || (comment ?? '').trim().length >= SHORTEST_REASON) return;
  throw refused('comment-missing', 'a rejection needs a reason; write a few words that the sender will understand');
}

/** Corrected fields must satisfy the form; where there is none, nothing may be corrected. */
export function mustFit({ form }: ApprovalRow, { decision, fields }: DecisionRequest): void {
  if (decision === 'reject' || fields === undefined) return;
  const problems = form === undefined ? ['/ this approval has no fields to correct'] : schemaProblems(form, fields);
  if (problems.length === 0) return;
  const message = `the corrected fields do not fit: ${problems.join('; ')}`;
  throw new Refused({ code: 'invalid-fields', message, problems });
}
