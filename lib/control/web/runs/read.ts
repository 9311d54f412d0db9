import type { ApprovalRow } from '../../../approvals/row.ts';
import type { AuditEntry } from '../../../audit/entry.ts';
import { APPROVAL_PREFIX, AUDIT_PREFIX, runKey, STEP_PREFIX } from '../../../engine/keys.ts';
import { summariseSteps } from '../../../engine/passes.ts';
import type { RunRow, StepRow } from '../../../engine/rows.ts';
import type { WebPorts } from '../ports.ts';
import { PageProblem } from '../refusal.ts';

/** All that the page of a run shows. */
export interface RunRead {
  run: RunRow;
  /** Of a step in a map or loop the pass that most needs to be seen, and how many there are. */
  steps: ReadonlyMap<string, { row: StepRow; passes: number }>;
  approvals: ApprovalRow[];
  entries: AuditEntry[];
}

/** Reads a run with all that belongs to it. Throws a 404. */
export async function readWholeRun(ports: WebPorts, id: string): Promise<RunRead> {
  const { ledger, tenant } = ports;
  const run = (await ledger.get(runKey(tenant, id))) as RunRow | undefined;
  if (!run) {
    throw new PageProblem(
      404,
      'No such run',
      'There is no run at this address. Look for it in the list on the start page.',
    );
  }
  const [steps, approvals, entries] = await Promise.all(
    [STEP_PREFIX, APPROVAL_PREFIX, AUDIT_PREFIX].map((prefix) => ledger.list(run.pk, prefix)),
  );
  return {
    run,
    steps: summariseSteps(steps as StepRow[]),
    approvals: approvals as ApprovalRow[],
    entries: entries!.map(({ entry }) => JSON.parse(String(entry)) as AuditEntry),
  };
}

/** Milliseconds that a step took, from its first intent to its end; undefined while it has not ended. */
export function durationOf(entries: readonly AuditEntry[], step: string): number | undefined {
  const of = entries.filter((entry) => (entry.subject ?? entry.data.step) === step || entry.data.step === step);
  const first = of.find(({ type }) => type === 'step.intent' || type === 'approval.requested');
  const last = of.findLast(({ type }) =>
    ['step.done', 'step.failed', 'approval.decided', 'approval.expired'].includes(type),
  );
  return first && last && Date.parse(last.at) - Date.parse(first.at);
}
