import { Terminal } from './errors.ts';
import { runPartition, STEP_PREFIX } from './keys.ts';
import { isWithin } from './passes.ts';
import type { RecordPorts } from './record.ts';
import type { StepRow } from './rows.ts';
import { requestStop } from './runs.ts';
import type { RunName } from './settle.ts';

/** Steps that wait for a run of theirs which, as far as they know, goes on. */
export const withOpenChild = (steps: readonly StepRow[]): StepRow[] =>
  steps.filter(({ child, status }) => child !== undefined && status === 'INTENT');

/** The steps whose children are meant: all of the run, or some in one pass. */
type Parents = RunName & { steps?: ReadonlySet<string>; at?: string };

/** Nobody waits for them any more: asks for the children of a run to be stopped. Each takes its own effects back. */
export async function stopChildren(ports: RecordPorts, { tenant, run, steps, at }: Parents): Promise<void> {
  const rows = (await ports.ledger.list(runPartition(tenant, run), STEP_PREFIX)) as StepRow[];
  const asked = rows.filter((row) => (steps?.has(row.step) ?? true) && isWithin(row, at === undefined ? {} : { at }));
  for (const { child } of withOpenChild(asked)) await stopChild(ports, tenant, child!, run);
}

/** One that has ended, or was never asked for because its parent was cut short before that, needs no stopping. */
export async function stopChild(ports: RecordPorts, tenant: string, child: string, parent: string): Promise<void> {
  await requestStop(ports, tenant, child, `run:${parent}`).catch((error: unknown) => {
    if (!(error instanceof Terminal && (error.name === 'Ended' || error.name === 'UnknownRun'))) throw error;
  });
}
