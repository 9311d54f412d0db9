import type { AuditData } from '../audit/entry.ts';
import { Conflict } from './errors.ts';
import { commitmentOf, keep } from './keep.ts';
import { APPROVAL_PREFIX, approvalIndex, runPartition } from './keys.ts';
import type { Row, Write } from './ports.ts';
import { type RecordPorts, record } from './record.ts';
import type { Kept, Reason, RunRow, RunStatus } from './rows.ts';

/** How a run has ended. */
export interface Ending {
  status: Extract<RunStatus, 'SUCCEEDED' | 'REJECTED' | 'EXCEPTED' | 'STOPPED'>;
  output?: unknown;
  reason?: Reason;
  /** Whoever settles will have its effects taken back, unless they have been: `undoExecution` of the run has the name. */
  undo?: boolean;
}

/** Who may write the end of a run: the exception function of its machine, the rule on ended executions, start, or stop. */
export type Settler = 'exception' | 'settle' | 'start' | 'stop';

/**
 * Writes the end of a run with its audit entry, once: the first ending stands, and a later message about the same run
 * changes nothing. An end whose undo is still to come says so, so that a chain which stops there is known to be cut
 * off. Nobody is waited for any more: open approvals end with their run. Returns who has settled it, now or before.
 */
export async function settleRun(ports: RecordPorts, target: RunName, by: Settler, ending: Ending): Promise<Settler> {
  const { tenant, run } = target;
  const at = timeOf(ports);
  const { status, reason } = ending;
  const output = ending.output === undefined ? undefined : keep(ports.random, ending.output);
  const fact = (row: RunRow) => ({ type: `run.${status.toLowerCase()}`, at, actor: by, data: data(row) });
  const data = (row: RunRow) => ({
    ...factsOf(output, reason),
    ...(row.parent && { parent: { ...row.parent } }),
    ...(isUndoPending(row, ending) && { undo: 'pending' }),
  });
  let settledBy = by;
  const ended = async (_: number, row: RunRow) => {
    if (row.settledBy) settledBy = row.settledBy;
    if (row.endedAt) throw new Conflict(`run ${run} has ended as ${row.status}`);
    const set = { status, endedAt: at, settledBy: by, reason, output, ...undoOf(row, ending) };
    return { set, writes: await closings(ports, target, at) };
  };
  try {
    await record(ports, { tenant, run, fact, at: ended });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
  return settledBy;
}

export interface RunName {
  tenant: string;
  run: string;
}

const timeOf = ({ clock }: RecordPorts): string => new Date(clock.now()).toISOString();

/** An undo of before the end that is not finished (it failed, or was stopped with the run) is still to come, too. */
const isUndoPending = ({ undo }: RunRow, ending: Ending): boolean =>
  undo !== 'FINISHED' && (ending.undo === true || undo === 'BEGUN');

/** A first undo may have ended with the run, and a name is used once: then the one that goes on with it has another. */
function undoOf(row: RunRow, ending: Ending): Partial<RunRow> {
  if (!isUndoPending(row, ending)) return {};
  const name = row.undo === 'BEGUN' ? `undo-${row.run}-after` : `undo-${row.run}`;
  return { undo: 'PENDING', ...(ending.undo && { undoExecution: name }) };
}

async function closings({ ledger }: RecordPorts, { tenant, run }: RunName, at: string): Promise<Write[]> {
  const approvals = await ledger.list(runPartition(tenant, run), APPROVAL_PREFIX);
  return approvals.filter(({ status }) => status === 'PENDING').map((row) => closing(tenant, row, at));
}

const closing = (tenant: string, { pk, sk, approval }: Row, at: string): Write => ({
  key: { pk, sk },
  set: { status: 'EXPIRED', ...approvalIndex(tenant, 'EXPIRED', at, String(approval)) },
  when: { status: 'PENDING' },
});

/** Names and commitments only: a message may hold what a person wrote. */
const factsOf = (output: Kept | undefined, reason: Reason | undefined): AuditData => ({
  ...(output && { output: commitmentOf(output) }),
  ...(reason && { error: reason.name, step: reason.step ?? null }),
});
