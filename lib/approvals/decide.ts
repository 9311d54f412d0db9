import type { AuditFact } from '../audit/entry.ts';
import { Conflict } from '../engine/errors.ts';
import { commitmentOf, keep } from '../engine/keep.ts';
import { approvalIndex, stepKey } from '../engine/keys.ts';
import type { Write } from '../engine/ports.ts';
import { record } from '../engine/record.ts';
import type { Kept } from '../engine/rows.ts';
import { schemaProblems } from '../engine/schema.ts';
import { approvalRequest } from '../policy/approval-request.ts';
import type { Person } from '../policy/directory.ts';
import type { PolicyDecision } from '../policy/request.ts';
import { Refused } from './errors.ts';
import type { DecidePorts } from './ports.ts';
import { type ApprovalRow, type Decision, shownOf } from './row.ts';

/** A decision as it comes in, from a page or the API, by a person who has proved who they are. */
export interface DecisionRequest {
  person: Person;
  proof: Decision['proof'];
  decision: Decision['decision'];
  /** The digest of what the person was shown. */
  digest: string;
  /** All fields as corrected; absent: as shown. */
  fields?: unknown;
  comment?: string;
}

/**
 * Takes a decision, once: one transaction that holds only while the approval is pending, with its audit entry. The run
 * hears of it from that entry. Throws `Refused` with the reason when it cannot be taken; then nothing has changed.
 */
export async function decide(ports: DecidePorts, row: ApprovalRow, request: DecisionRequest): Promise<Decision> {
  mustBeOpen(row, ports.clock.now());
  if (request.digest !== row.digest)
    throw refused('changed', 'this approval has changed since you opened it; look at it again and decide anew');
  mustHaveReason(request);
  mustFit(row, request);
  const allowed = mustBeAllowed(ports, row, request);
  const decision = decisionOf(row, request, new Date(ports.clock.now()).toISOString());
  await write(ports, row, decision, allowed);
  return decision;
}

/** Throws if the approval has been decided or its time is over. */
export function mustBeOpen(row: ApprovalRow, now: number): void {
  if (row.status === 'EXPIRED' || (row.status === 'PENDING' && now >= Date.parse(row.expiresAt))) {
    throw new Refused({
      code: 'expired',
      message: `the time for this decision ended at ${row.expiresAt}; nothing can be decided here any more`,
      row,
    });
  }
  if (row.status !== 'PENDING') {
    throw new Refused({
      code: 'already-decided',
      message: `this approval has already been decided: ${row.status.toLowerCase()}`,
      row,
    });
  }
}

const refused = (code: 'changed' | 'comment-missing', message: string) => new Refused({ code, message });

function mustHaveReason({ decision, comment }: DecisionRequest): void {
  if (decision === 'approve' || (comment ?? '').trim().length >= 3) return;
  throw refused('comment-missing', 'a rejection needs a reason; write a few words that the sender will understand');
}

function mustFit({ form }: ApprovalRow, { decision, fields }: DecisionRequest): void {
  if (decision === 'reject' || fields === undefined || form === undefined) return;
  const problems = schemaProblems(form, fields);
  if (problems.length === 0) return;
  const message = `the corrected fields do not fit: ${problems.join('; ')}`;
  throw new Refused({ code: 'invalid-fields', message, problems });
}

function mustBeAllowed(
  { policy }: DecidePorts,
  row: ApprovalRow,
  { person, decision }: DecisionRequest,
): PolicyDecision {
  const { approval, workflow, roles, initiator } = row;
  const about = { id: approval, workflow, approverRoles: roles, ...(initiator !== undefined && { initiator }) };
  const decided = policy.decide(approvalRequest({ person, approval: about, decision, stepUp: true }));
  if (decided.allow) return decided;
  const message = `${person.name} may not decide this: ${decided.policies.join(', ') || 'no policy allows it'}`;
  throw new Refused({ code: 'not-allowed', message, policies: decided.policies });
}

function decisionOf(
  row: ApprovalRow,
  { person, proof, decision, fields, comment }: DecisionRequest,
  at: string,
): Decision {
  const trimmed = comment?.trim();
  return {
    decision,
    by: person.id,
    at,
    proof,
    fields: fields ?? shownOf(row).fields ?? null,
    ...(trimmed && { comment: trimmed }),
  };
}

async function write(ports: DecidePorts, row: ApprovalRow, decision: Decision, allowed: PolicyDecision): Promise<void> {
  const kept = keep(ports.random, decision);
  const fact = factOf(row, decision, kept, allowed);
  const at = () => ({ writes: [decidedRow(ports.tenant, row, decision, kept), stepRow(ports.tenant, row, kept)] });
  await record(ports, { tenant: ports.tenant, run: row.run, fact, at }).catch((error: unknown) => {
    if (!(error instanceof Conflict)) throw error;
    throw new Refused({
      code: 'already-decided',
      message: 'somebody else decided this a moment ago; reload to see how',
      row,
    });
  });
}

function factOf(row: ApprovalRow, decision: Decision, kept: Kept, { policies, bundle }: PolicyDecision): AuditFact {
  const { by, at, proof } = decision;
  const corrected = JSON.stringify(decision.fields) !== JSON.stringify(shownOf(row).fields ?? null);
  const policy = { allow: true, bundle, policies: [...policies], errors: 0 };
  const data = {
    step: row.step,
    decision: decision.decision,
    proof,
    corrected,
    digest: row.digest,
    content: commitmentOf(kept),
    policy,
  };
  return { type: 'approval.decided', at, actor: `person:${by}`, subject: row.approval, data };
}

function decidedRow(tenant: string, row: ApprovalRow, { decision, at }: Decision, kept: Kept): Write {
  const status = decision === 'approve' ? 'APPROVED' : 'REJECTED';
  const set = { status, decision: kept, ...approvalIndex(tenant, status, at, row.approval) };
  return { key: { pk: row.pk, sk: row.sk }, set, when: { status: 'PENDING', digest: row.digest } };
}

/** The decision is the step's output, so that compensations and the run's page find it where every output is. */
function stepRow(tenant: string, row: ApprovalRow, kept: Kept): Write {
  const status = (kept.value as Decision).decision === 'approve' ? 'DONE' : 'FAILED';
  const put = {
    ...stepKey(tenant, row.run, row.step),
    step: row.step,
    status,
    key: row.approval,
    attempt: 1,
    input: row.shown,
    output: kept,
  };
  return { put };
}
