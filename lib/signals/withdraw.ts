import { Conflict } from '../engine/errors.ts';
import { runPartition, STEP_PREFIX } from '../engine/keys.ts';
import { isWithin } from '../engine/passes.ts';
import type { EngineProgram } from '../engine/program.ts';
import type { RecordPorts } from '../engine/record.ts';
import type { StepRow } from '../engine/rows.ts';
import { waitKey } from './rows.ts';

export interface OverWaits {
  tenant: string;
  run: string;
  steps: ReadonlySet<string>;
  at?: string;
}

/** Steps that wait for a signal and are stopped wait no more: one that comes is kept for somebody else. */
export async function withdrawWaits(
  { ledger }: Pick<RecordPorts, 'ledger'>,
  program: Pick<EngineProgram, 'steps'>,
  { tenant, run, steps, at }: OverWaits,
): Promise<void> {
  const rows = (await ledger.list(runPartition(tenant, run), STEP_PREFIX)) as StepRow[];
  const inPass = (row: StepRow) => isWithin(row, at === undefined ? {} : { at });
  const waiting = rows.filter((row) => row.status === 'INTENT' && steps.has(row.step) && inPass(row));
  for (const { step, at: pass, input } of waiting) {
    const name = program.steps[step]?.signal?.name;
    const { key } = (input.value ?? {}) as { key?: unknown };
    if (name === undefined) continue;
    const place = { run, step, ...(pass !== undefined && { at: pass }) };
    const over = { key: waitKey({ tenant, name, key: String(key) }, place), set: { status: 'OVER' } };
    await ledger.keep([{ ...over, when: { status: 'WAITING' } }]).catch(unlessTaken);
  }
}

/** A signal came first: it is the step's, and is lost with it. */
function unlessTaken(error: unknown): void {
  if (!(error instanceof Conflict)) throw error;
}
