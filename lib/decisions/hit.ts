import { byPriority, conflict } from './rank.ts';
import type { DecisionTable, Rule, Then } from './schema.ts';

/** The rules that decide, or two that contradict each other. */
export type Verdict =
  | { deciding: Rule[]; contradiction?: undefined }
  | { deciding?: undefined; contradiction: [Rule, Rule] };

/** Applies the hit policy to the rules that hit, at least one, in the order of the table (DMN 1.4 §8.2.10). */
export function verdict(table: DecisionTable, hits: readonly Rule[]): Verdict {
  const standing = table.hit === 'priority' ? highest(table, hits) : hits;
  const [first] = standing;
  const contradicting = standing.slice(1).find((rule) => conflict(table, first!.then, rule.then));
  if (contradicting) return { contradiction: [first!, contradicting] };
  return { deciding: table.hit === 'first' || table.hit === 'priority' ? [first!] : [...standing] };
}

function highest(table: DecisionTable, hits: readonly Rule[]): Rule[] {
  const best = hits.reduce((one, other) => (byPriority(table, other.then, one.then) < 0 ? other : one));
  return hits.filter((rule) => byPriority(table, rule.then, best.then) === 0);
}

/** What `collect` makes of the results of all rules that hit: the list of them, or its one output aggregated. */
export function collected(table: DecisionTable, results: readonly Then[]): Then | Then[] {
  if (!table.aggregate) return [...results];
  const [output] = Object.keys(table.outputs) as [string];
  if (table.aggregate === 'count') return { [output]: results.length };
  const numbers = results.map((then) => numberIn(then, output));
  return { [output]: AGGREGATE[table.aggregate](numbers) };
}

const AGGREGATE = {
  sum: (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0),
  min: (numbers: number[]) => numbers.reduce((a, b) => Math.min(a, b)),
  max: (numbers: number[]) => numbers.reduce((a, b) => Math.max(a, b)),
};

function numberIn(then: Then, output: string): number {
  const value = then[output];
  if (typeof value === 'number') return value;
  throw new Error(`output ${output} is ${JSON.stringify(value)}, no number to aggregate; check the table before use`);
}
