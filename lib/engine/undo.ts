import type { ProgramStep } from '../compile/program.ts';
import { redeem } from './claims.ts';
import { type Bindings, evaluate } from './expression.ts';
import { passOf, STEP_PREFIX } from './keys.ts';
import { passesOf, seenFrom } from './passes.ts';
import type { EnginePorts } from './ports.ts';
import { readRun } from './record.ts';
import type { Reason, RunRow, StepRow } from './rows.ts';
import type { Deployment } from './step.ts';

/** What is next in undoing a run: the function key and the input of one compensation, or nothing. */
export type NextUndo =
  | { step: string; at?: string; input: unknown }
  /** `inDoubt`: steps with a compensation of which nobody knows whether they acted. A person must look at them. */
  | { done: true; inDoubt: string[] };

/** The ledger as undo reads it. It decides nothing and writes nothing: the compensations that it names do. */
export interface UndoBook extends Omit<Deployment, 'region'> {
  ports: Pick<EnginePorts, 'ledger' | 'payloads'>;
}

/**
 * The next compensation of a run, read from the ledger: of the completed steps that have one and are not undone, the
 * newest. Its input is evaluated now, over what the ledger holds, so it is right whatever shape the workflow has.
 * Asking again after it has completed gives the one before it; asking again without that gives the same.
 */
export async function nextUndo(book: UndoBook, run: string, error: Reason): Promise<NextUndo> {
  const row = await readRun(book.ports.ledger, book.tenant, run);
  const steps = (await book.ports.ledger.list(row.pk, STEP_PREFIX)) as StepRow[];
  const undoable = steps.filter(({ step }) => book.program.steps[step]?.undo);
  const newest = undoable
    .filter(({ status }) => status === 'DONE')
    .sort(byCompletion)
    .at(-1);
  if (!newest) return { done: true, inDoubt: undoable.filter(({ status }) => status === 'INTENT').map(nameOf) };
  const step = book.program.steps[newest.step]!.undo!;
  const { input } = compensationOf(book, step);
  const bindings = await bindingsOf(book, row, steps, newest, error);
  return { step, ...(newest.at !== undefined && { at: newest.at }), input: await evaluate(input, bindings) };
}

const nameOf = ({ step, at }: StepRow): string => passOf(step, at);

const byCompletion = (a: StepRow, b: StepRow): number => (a.order ?? 0) - (b.order ?? 0);

function compensationOf({ program }: UndoBook, step: string): NonNullable<ProgramStep['compensates']> {
  const compensates = program.steps[step]?.compensates;
  if (compensates) return compensates;
  throw new Error(`program ${program.name} ${program.version} names the compensation ${step} but does not hold it`);
}

/** What the expressions of a compensation see: `$input $steps $run $output $error $item $index`, whole values in place of claims. */
async function bindingsOf(
  book: UndoBook,
  row: RunRow,
  steps: StepRow[],
  own: StepRow,
  error: Reason,
): Promise<Bindings> {
  const whole = (value: unknown) => redeem(book.ports.payloads, value);
  const outputs = seenFrom(own, steps, book.program.steps).map(
    async ({ step, output }) => [step, await whole(output?.value)] as const,
  );
  const { run: id, workflow, version, startedAt } = row;
  return {
    input: await whole(row.input.value),
    steps: Object.fromEntries(await Promise.all(outputs)),
    run: { id, workflow, version, tenant: book.tenant, startedAt },
    output: await whole(own.output?.value),
    error,
    ...(own.at !== undefined && { index: passesOf(own).at(-1), item: await whole(own.item) }),
  };
}
