import type { EngineProgram } from './program.ts';
import type { StepRow } from './rows.ts';

/** Which pass of each map and loop around it a step was in, outermost first; from 0. */
export const passesOf = ({ at }: Pick<StepRow, 'at'>): number[] => (at === undefined ? [] : at.split('.').map(Number));

/** Whether a pass is, or is inside of, another: `3.0` is in `3`, and everything is in no pass at all. */
export function isWithin(inner: Pick<StepRow, 'at'>, outer: Pick<StepRow, 'at'>): boolean {
  const passes = passesOf(inner);
  return passesOf(outer).every((pass, depth) => pass === passes[depth]);
}

/**
 * The outputs that a step sees, one a step: of the maps and loops that two steps share the same pass, of those that are
 * around the other alone the last one, as later steps read what the last round of a loop gave.
 */
export function seenFrom(own: StepRow, steps: readonly StepRow[], known: EngineProgram['steps']): StepRow[] {
  const shared = (row: StepRow) => sharedPasses(known[own.step]?.within, known[row.step]?.within);
  const isSeen = (row: StepRow) => {
    const mine = passesOf(own);
    return passesOf(row)
      .slice(0, shared(row))
      .every((pass, depth) => pass === mine[depth]);
  };
  const seen = steps.filter((row) => row.output && isSeen(row)).sort(byPass);
  return [...new Map(seen.map((row) => [row.step, row])).values()];
}

/** How many maps and loops two steps are in together. */
function sharedPasses(a: readonly string[] = [], b: readonly string[] = []): number {
  const parting = a.findIndex((id, depth) => id !== b[depth]);
  return parting < 0 ? a.length : parting;
}

/** `2` before `10`, `2.1` before `2.2`. */
export function byPass(a: Pick<StepRow, 'at'>, b: Pick<StepRow, 'at'>): number {
  const [one, other] = [passesOf(a), passesOf(b)];
  const depth = one.findIndex((pass, index) => pass !== other[index]);
  return depth < 0 ? one.length - other.length : one[depth]! - (other[depth] ?? -1);
}

/** What a row says about its step is what most needs to be seen: a failure before work before what is done. */
const WEIGHT: Readonly<Record<StepRow['status'], number>> = { FAILED: 3, INTENT: 2, UNDONE: 1, DONE: 0 };

/** One row for each step, of its passes the one that most needs to be seen, and how many there are. */
export function summariseSteps(rows: readonly StepRow[]): Map<string, { row: StepRow; passes: number }> {
  const groups = Map.groupBy(rows, ({ step }) => step);
  const summary = [...groups].map(([step, passes]) => {
    const row = passes.reduce((worst, each) => (WEIGHT[each.status] > WEIGHT[worst.status] ? each : worst));
    return [step, { row, passes: passes.length }] as const;
  });
  return new Map(summary);
}
