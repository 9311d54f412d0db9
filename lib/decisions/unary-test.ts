/** A value as tests compare it; a date is its days since 1970-01-01. */
export type Scalar = string | number | boolean | null;

/** A stretch of numbers; without an end it goes to infinity. */
export interface Range {
  low: number;
  lowOpen: boolean;
  high: number;
  highOpen: boolean;
}

export type Alternative = { equals: Scalar } | { within: Range };

/** The meaning of a cell: anything, or one of the alternatives, or none of them. */
export type UnaryTest = { anything: true } | { anything: false; negated: boolean; alternatives: Alternative[] };

export const ANYTHING: UnaryTest = { anything: true };

/**
 * Whether a value passes. As in FEEL, comparing null gives neither true nor false, so that null passes neither `< 5` nor
 * `not(< 5)`; but it differs from every literal and passes `not(5)` (DMN 1.4 §10.3.2.7 and table 48).
 */
export function holds(test: UnaryTest, value: Scalar): boolean {
  if (test.anything) return true;
  const verdicts = test.alternatives.map((alternative) => verdict(alternative, value));
  if (verdicts.includes(true)) return !test.negated;
  return test.negated && !verdicts.includes(undefined);
}

function verdict(alternative: Alternative, value: Scalar): boolean | undefined {
  if ('equals' in alternative) return alternative.equals === value;
  return typeof value === 'number' ? contains(alternative.within, value) : undefined;
}

function contains({ low, lowOpen, high, highOpen }: Range, value: number): boolean {
  return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
}
