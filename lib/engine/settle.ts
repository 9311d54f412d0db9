import type { AuditData } from '../audit/entry.ts';
import { Conflict } from './errors.ts';
import { commitmentOf, keep } from './keep.ts';
import { type RecordPorts, record } from './record.ts';
import type { Reason, RunRow, RunStatus } from './rows.ts';

/** How a run has ended. */
export interface Ending {
  status: Extract<RunStatus, 'SUCCEEDED' | 'REJECTED' | 'EXCEPTED' | 'STOPPED'>;
  output?: unknown;
  reason?: Reason;
}

/**
 * Writes the end of a run with its audit entry, once: the first ending stands, and a later message about the same run
 * changes nothing. Returns whether this was the first.
 */
export async function settleRun(ports: RecordPorts, tenant: string, run: string, ending: Ending): Promise<boolean> {
  const at = new Date(ports.clock.now()).toISOString();
  const { status, reason } = ending;
  const output = ending.output === undefined ? undefined : keep(ports.random, ending.output);
  const data: AuditData = {
    ...(output && { output: commitmentOf(output) }),
    ...(reason && { error: reason.name, step: reason.step ?? null }),
  };
  const fact = { type: `run.${status.toLowerCase()}`, at, actor: 'settle', data };
  const ended = (_: number, row: RunRow) => {
    if (row.endedAt) throw new Conflict(`run ${run} has ended as ${row.status}`);
    return { set: { status, endedAt: at, reason, output } };
  };
  try {
    await record(ports, { tenant, run, fact, at: ended });
    return true;
  } catch (error) {
    if (error instanceof Conflict) return false;
    throw error;
  }
}
