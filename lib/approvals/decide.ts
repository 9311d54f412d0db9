import type { AuditData } from '../audit/entry.ts';
import { commitmentOf, keep } from '../engine/keep.ts';
import { approvalIndex, digestOf, stepKey } from '../engine/keys.ts';
import type { Write } from '../engine/ports.ts';
import type { Kept } from '../engine/rows.ts';
import type { Person } from '../policy/directory.ts';
import type { PolicyDecision } from '../policy/request.ts';
import { mustBeAllowed, mustBeAsShown, mustBeOpen, mustBeSeparate, mustFit, mustHaveReason } from './checks.ts';
import { refused } from './errors.ts';
import { findApproval, isOver, note, timeOf } from './note.ts';
import type { DecidePorts } from './ports.ts';
import { type ApprovalRow, type Decision, shownOf } from './row.ts';

export { mustBeOpen } from './checks.ts';

/** A decision as it comes in, from a page or the API, by a person who has proved who they are. */
export interface DecisionRequest {
  person: Person;
  proof: Decision['proof'];
  decision: Decision['decision'];
  /** The digest of what the person was shown: `approvalDigest` over the row as it was, and the policies in force then. */
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
  await recordingRefusal(ports, row, request, () => mustBeSeparate(ports, row, request));
  const allowed = mustBeAllowed(ports, row, request);
  mustBeAsShown(row, request, allowed);
  mustHaveReason(request);
  mustFit(row, request);
  const decision = decisionOf(row, request, timeOf(ports));
  await take(ports, row, decision, { digest: request.digest, allowed });
  return decision;
}

/** That somebody tried to decide on their own work is worth knowing: it stands in the run's chain. */
async function recordingRefusal(
  ports: DecidePorts,
  row: ApprovalRow,
  { person, decision }: DecisionRequest,
  check: () => void,
): Promise<void> {
  try {
    check();
  } catch (refusal) {
    const data = { decision, reason: 'separation-of-duties' };
    const noted = note(ports, row, { type: 'approval.refused', actor: `person:${person.id}`, data, change: () => [] });
    await noted.catch((error: unknown) => {
      if (!isOver(error)) throw error;
    });
    throw refusal;
  }
}

function decisionOf(row: ApprovalRow, request: DecisionRequest, at: string): Decision {
  const { person, proof, decision, fields } = request;
  const comment = request.comment?.trim();
  const stated = decision === 'reject' ? undefined : fields;
  return {
    decision,
    by: person.id,
    at,
    proof,
    fields: stated ?? shownOf(row).fields ?? null,
    ...(comment && { comment }),
  };
}

interface Grounds {
  digest: string;
  allowed: PolicyDecision;
}

async function take(ports: DecidePorts, row: ApprovalRow, decision: Decision, grounds: Grounds): Promise<void> {
  const kept = keep(ports.random, decision);
  const data = factsOf(row, decision, kept, grounds);
  const change = (_: ApprovalRow, order: number) => [
    decidedRow(ports.tenant, row, decision, kept),
    stepRow(ports.tenant, row, decision, kept, order),
  ];
  try {
    await note(ports, row, { type: 'approval.decided', actor: `person:${decision.by}`, data, change });
  } catch (error) {
    if (!isOver(error)) throw error;
    await tellWhy(ports, row);
  }
}

/** Somebody or something was faster: says what, from how the approval stands now. */
async function tellWhy(ports: DecidePorts, { run, approval }: ApprovalRow): Promise<never> {
  const now = await findApproval(ports, run, approval);
  if (now) mustBeOpen(now, ports.clock.now());
  throw refused('changed', 'this approval has changed in this moment; look at it again and decide anew');
}

/** Names of policies, digests and a commitment: what was decided, and nothing that says what was in it. */
function factsOf(row: ApprovalRow, decision: Decision, kept: Kept, { digest, allowed }: Grounds): AuditData {
  const { bundle, policies } = allowed;
  return {
    decision: decision.decision,
    proof: decision.proof,
    corrected: digestOf(decision.fields) !== digestOf(shownOf(row).fields ?? null),
    digest,
    content: commitmentOf(kept),
    policy: { allow: true, bundle, policies: [...policies], errors: 0 },
  };
}

function decidedRow(tenant: string, row: ApprovalRow, { decision, at }: Decision, kept: Kept): Write {
  const status = decision === 'approve' ? 'APPROVED' : 'REJECTED';
  const set = { status, decision: kept, ...approvalIndex(tenant, status, at, row.approval) };
  return { key: { pk: row.pk, sk: row.sk }, set, when: { status: 'PENDING', digest: row.digest } };
}

/** The decision is the step's output, so that compensations and the run's page find it where every output is. */
function stepRow(tenant: string, row: ApprovalRow, { decision }: Decision, output: Kept, order: number): Write {
  const { run, step, at, approval: key, shown: input } = row;
  const status = decision === 'approve' ? 'DONE' : 'FAILED';
  const place = { ...stepKey(tenant, run, step, at), step, ...(at !== undefined && { at }) };
  return { put: { ...place, status, key, attempt: 1, order, input, output } };
}
