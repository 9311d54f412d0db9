import type { AuditData } from '../audit/entry.ts';
import { Conflict } from './errors.ts';
import { commitmentOf, keep } from './keep.ts';
import { type RecordPorts, record } from './record.ts';
import type { Kept, Reason, RunRow, RunStatus } from './rows.ts';

/** How a run has ended. */
export interface Ending {
  status: Extract<RunStatus, 'SUCCEEDED' | 'REJECTED' | 'EXCEPTED' | 'STOPPED'>;
  output?: unknown;
  reason?: Reason;
}

/** Who may write the end of a run: the exception function of its machine, the rule on ended executions, or stop. */
export type Settler = 'exception' | 'settle' | 'stop';

/**
 * Writes the end of a run with its audit entry, once: the first ending stands, and a later message about the same run
 * changes nothing. Returns who has settled it, now or before.
 */
export async function settleRun(ports: RecordPorts, target: RunName, by: Settler, ending: Ending): Promise<Settler> {
  const { tenant, run } = target;
  const at = new Date(ports.clock.now()).toISOString();
  const { status, reason } = ending;
  const output = ending.output === undefined ? undefined : keep(ports.random, ending.output);
  const fact = { type: `run.${status.toLowerCase()}`, at, actor: by, data: factsOf(output, reason) };
  let settledBy = by;
  const ended = (_: number, row: RunRow) => {
    if (row.settledBy) settledBy = row.settledBy;
    if (row.endedAt) throw new Conflict(`run ${run} has ended as ${row.status}`);
    return { set: { status, endedAt: at, settledBy: by, reason, output } };
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

/** Names and commitments only: a message may hold what a person wrote. */
const factsOf = (output: Kept | undefined, reason: Reason | undefined): AuditData => ({
  ...(output && { output: commitmentOf(output) }),
  ...(reason && { error: reason.name, step: reason.step ?? null }),
});
