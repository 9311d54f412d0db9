import { approvalKey } from '../engine/keys.ts';
import { answerWaiting, failed, type Outcome, type ResumePorts } from '../engine/resume.ts';
import { type ApprovalRow, decisionOf } from './row.ts';

/** Hands what was decided to the step that waits for it. Does nothing while nothing is decided, so it can be called any time. */
export async function resume(ports: ResumePorts, run: string, approval: string): Promise<void> {
  const row = (await ports.ledger.get(approvalKey(ports.tenant, run, approval))) as ApprovalRow | undefined;
  const outcome = row && outcomeOf(row);
  if (outcome) await answerWaiting(ports, run, approval, outcome);
}

function outcomeOf(row: ApprovalRow): Outcome | undefined {
  const decided = decisionOf(row);
  if (row.status === 'EXPIRED') return failed('Expired', `nobody decided until ${row.expiresAt}`);
  if (!decided) return undefined;
  if (decided.decision === 'reject') return failed('Rejected', `rejected by ${decided.by}: ${decided.comment}`);
  return { output: decided };
}
