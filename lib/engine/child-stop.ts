import { Terminal } from './errors.ts';
import { runPartition, STEP_PREFIX } from './keys.ts';
import type { RecordPorts } from './record.ts';
import type { StepRow } from './rows.ts';
import { requestStop } from './runs.ts';
import type { RunName } from './settle.ts';

/** Steps that wait for a run of theirs which, as far as they know, goes on. */
export const withOpenChild = (steps: readonly StepRow[]): StepRow[] =>
  steps.filter(({ child, status }) => child !== undefined && status === 'INTENT');

/** Nobody waits for them any more: asks for the children of a run to be stopped. Each takes its own effects back. */
export async function stopChildren(ports: RecordPorts, { tenant, run }: RunName): Promise<void> {
  const steps = (await ports.ledger.list(runPartition(tenant, run), STEP_PREFIX)) as StepRow[];
  for (const { child } of withOpenChild(steps)) await stopChild(ports, tenant, child!, run);
}

/** One that has ended, or was never asked for because its parent was cut short before that, needs no stopping. */
export async function stopChild(ports: RecordPorts, tenant: string, child: string, parent: string): Promise<void> {
  await requestStop(ports, tenant, child, `run:${parent}`).catch((error: unknown) => {
    if (!(error instanceof Terminal && (error.name === 'Ended' || error.name === 'UnknownRun'))) throw error;
  });
}
