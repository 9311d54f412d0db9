import { APPROVAL_PREFIX, approvalIndex, runPartition, stepKey } from '../engine/keys.ts';
import { isWithin } from '../engine/passes.ts';
import type { RecordPorts } from '../engine/record.ts';
import { isOver, note, timeOf, whilePending } from './note.ts';
import type { ApprovalRow } from './row.ts';

/** Which approvals: those of these steps, in this pass of the maps and loops around. */
export interface Withdrawn {
  run: string;
  steps: ReadonlySet<string>;
  at?: string;
}

/** A run goes on without these decisions: whoever opens the link is told, and nothing can be decided any more. */
export async function withdraw(ports: RecordPorts & { tenant: string }, { run, steps, at }: Withdrawn): Promise<void> {
  const rows = (await ports.ledger.list(runPartition(ports.tenant, run), APPROVAL_PREFIX)) as ApprovalRow[];
  const open = rows.filter((row) => row.status === 'PENDING' && steps.has(row.step));
  for (const row of open.filter((each) => isWithin(each, at === undefined ? {} : { at })))
    await withdrawOne(ports, row);
}

async function withdrawOne(ports: RecordPorts & { tenant: string }, row: ApprovalRow): Promise<void> {
  const { tenant } = ports;
  const { run, approval, step: name, at, shown } = row;
  const set = { status: 'WITHDRAWN' as const, ...approvalIndex(tenant, 'WITHDRAWN', timeOf(ports), approval) };
  const place = { ...stepKey(tenant, run, name, at), step: name, ...(at !== undefined && { at }) };
  const reason = { name: 'Withdrawn', message: 'enough others have answered', step: name };
  const step = { ...place, status: 'FAILED', key: approval, attempt: 1, input: shown, reason };
  const change = () => [whilePending(row, set), { put: step }];
  await note(ports, row, { type: 'approval.withdrawn', actor: 'engine', change }).catch((error: unknown) => {
    // Decided between our look and our write: that stands, and nobody waits for it.
    if (!isOver(error)) throw error;
  });
}
