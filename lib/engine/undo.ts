import type { ProgramStep } from '../compile/program.ts';
import { withOpenChild } from './child-stop.ts';
import { redeem } from './claims.ts';
import { type Bindings, evaluate } from './expression.ts';
import { passOf, runKey, STEP_PREFIX } from './keys.ts';
import { isWithin, passesOf, seenFrom } from './passes.ts';
import type { StepPayload } from './payload.ts';
import type { EnginePorts } from './ports.ts';
import type { EngineProgram } from './program.ts';
import { readRun } from './record.ts';
import { repeatOf } from './repeat.ts';
import type { Reason, RunRow, StepRow } from './rows.ts';
import type { Deployment } from './step.ts';

/** What is next in undoing a run: the function key and the input of one compensation, or nothing. */
export type NextUndo =
  | UndoCall
  /** Steps are still at it, and what they say is to be waited for; the seconds until it is worth to look again. */
  | { wait: number }
  /** Runs of other workflows that must end before it is known what is to be taken back. */
  | { waitsFor: string[] }
  /** `inDoubt`: steps with a compensation of which nobody knows whether they acted. A person must look at them. */
  | { done: true; inDoubt: string[] };

/** The function that is next: of a compensation or, with `settle`, of a step itself, to find out what became of it. */
export interface UndoCall extends Pick<StepPayload, 'step' | 'input' | 'settle'> {
  at?: string;
  item?: unknown;
  policy?: Record<string, unknown>;
}

/** What is undone where that is not the whole run: the steps of one scope, in one pass of the maps and loops around it. */
export interface Extent {
  scope: string;
  at?: string;
}

/** The ledger as undo reads it. It decides nothing and writes nothing: the compensations that it names do. */
export interface UndoBook extends Omit<Deployment, 'region'> {
  ports: Pick<EnginePorts, 'ledger' | 'payloads' | 'clock'>;
}

/**
 * The next compensation of a run, read from the ledger: of the completed steps that have one and are not undone, the
 * newest. Before any of them it must be known what there is to take back: steps that are still at it are waited for, and
 * of those that were cut short it is found out whether they have acted. Its input is evaluated now, over what the ledger holds, so it is right whatever shape the workflow has.
 * Asking again after it has completed gives the one before it; asking again without that gives the same.
 */
export async function nextUndo(book: UndoBook, run: string, error: Reason, extent?: Extent): Promise<NextUndo> {
  const row = await readRun(book.ports.ledger, book.tenant, run);
  const steps = (await book.ports.ledger.list(row.pk, STEP_PREFIX)) as StepRow[];
  const undoable = steps.filter((each) => book.program.steps[each.step]?.undo && isIn(each, extent, book.program));
  const children = await childrenOf(book, undoable);
  if (children.open.length > 0) return { waitsFor: children.open };
  const open = undoable.filter(isInDoubt);
  const wait = secondsLeft(book, [...open, ...children.unborn]);
  if (wait > 0) return { wait };
  const doubted = open.find(({ step }) => repeatOf(book.program.steps[step]!) !== 'never');
  if (doubted) return settlingOf(doubted);
  const newest = undoable
    .filter(({ status }) => status === 'DONE')
    .sort(byCompletion)
    .at(-1);
  if (!newest) return { done: true, inDoubt: open.map(nameOf) };
  const step = book.program.steps[newest.step]!.undo!;
  const { input } = compensationOf(book, step);
  const bindings = await bindingsOf(book, row, steps, newest, error);
  return { step, ...(newest.at !== undefined && { at: newest.at }), input: await evaluate(input, bindings) };
}

/** Whether what is undone includes a step: it is in the scope, and in the pass of the scope. */
function isIn({ step, at }: StepRow, extent: Extent | undefined, { name, scopes }: EngineProgram): boolean {
  if (!extent) return true;
  const inside = scopes[extent.scope];
  if (!inside) throw new Error(`${name} has no scope ${extent.scope}; this is a bug of the compiler`);
  return inside.includes(step) && isWithin({ at }, extent);
}

/** A child that has not ended may yet leave something that is to be taken back. One that is not there may still be asked for. */
async function childrenOf(
  { ports, tenant }: UndoBook,
  steps: readonly StepRow[],
): Promise<{ open: string[]; unborn: StepRow[] }> {
  const waiting = withOpenChild(steps);
  const rows = await Promise.all(waiting.map(({ child }) => ports.ledger.get(runKey(tenant, child!))));
  const open = waiting.flatMap(({ child }, index) => (rows[index] ? [child!] : []));
  return { open, unborn: waiting.filter((_, index) => !rows[index]) };
}

const isInDoubt = ({ status, child }: StepRow): boolean => status === 'INTENT' && child === undefined;

/**
 * Seconds until it is worth to look again at steps that may be at it, 0 when all of them must be over: as long again as
 * the newest has taken, so that a quick one is not waited for until its time-out.
 */
function secondsLeft({ program, ports }: UndoBook, open: readonly StepRow[]): number {
  const now = ports.clock.now();
  const busy = open.filter((row) => !hasGivenUp(row, program));
  const begins = busy.map(({ begunAt }) => (begunAt === undefined ? 0 : Date.parse(begunAt)));
  const ends = busy.map(({ step }, index) => begins[index]! + (program.steps[step]!.timeout + GRACE) * 1000);
  const left = Math.max(0, ...ends.map((end) => end - now));
  const taken = now - Math.max(0, ...begins);
  return Math.ceil(Math.min(left, Math.max(taken, 1000)) / 1000);
}

/** Seconds by which the clocks of two functions may differ. */
const GRACE = 5;

/** It has said that it does not know; to ask again under its key is right even while something is on its way. */
const hasGivenUp = ({ step, reason }: StepRow, { steps }: EngineProgram): boolean =>
  reason !== undefined && repeatOf(steps[step]!) === 'key';

const settlingOf = ({ step, at, input, item, policy }: StepRow): UndoCall => ({
  step,
  ...(at !== undefined && { at }),
  input: input.value,
  ...(item !== undefined && { item }),
  ...(policy && { policy }),
  settle: true,
});

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
