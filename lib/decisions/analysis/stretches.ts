import type { Range } from '../unary-test.ts';

/** Numbers between which no test changes, and one of them. */
export interface Stretch {
  range: Range;
  sample: number;
}

/**
 * Cuts a domain at `ends` into single numbers and what lies between them, in order. With `whole` only whole numbers
 * count: what holds none is left out, so that nothing lies between 5 and 6.
 */
export function stretches(ends: readonly number[], { low, high }: Bounds, whole: boolean): Stretch[] {
  const inner = [...new Set(ends)].filter((end) => end > low && end < high).sort((a, b) => a - b);
  const cuts = low === high ? [low] : [low, ...inner, high];
  const ranges = cuts.flatMap((cut, index) => [point(cut), between(cut, cuts[index + 1] ?? cut)]);
  return ranges.map(whole ? shrunk : same).flatMap((range) => {
    const sample = sampleOf(range);
    return sample === undefined ? [] : [{ range, sample }];
  });
}

type Bounds = { low: number; high: number };

const point = (at: number): Range => ({ low: at, lowOpen: false, high: at, highOpen: false });
const between = (low: number, high: number): Range => ({ low, lowOpen: true, high, highOpen: true });
const same = (range: Range) => range;

/** The same whole numbers between closed ends. */
function shrunk({ low, lowOpen, high, highOpen }: Range): Range {
  const first = lowOpen ? Math.floor(low) + 1 : Math.ceil(low);
  const last = highOpen ? Math.ceil(high) - 1 : Math.floor(high);
  return { low: first, lowOpen: first === -Infinity, high: last, highOpen: last === Infinity };
}

/** A number of the range, a short one if there is; undefined if doubles have none. */
function sampleOf({ low, lowOpen, high, highOpen }: Range): number | undefined {
  const candidates = [
    low,
    high,
    low === -Infinity && high === Infinity ? 0 : NaN,
    Math.floor(low) + 1,
    Math.ceil(high) - 1,
    (low + high) / 2,
  ];
  const fits = (value: number) => (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
  return candidates.find((value) => Number.isFinite(value) && fits(value));
}
