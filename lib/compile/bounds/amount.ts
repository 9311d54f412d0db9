/** Least and most. */
export interface Interval {
  min: number;
  max: number;
}

/** What a stretch of a run uses. */
export interface Amount {
  /** State transitions that are billed: entries of states and retries, those of undo and child executions included. */
  transitions: Interval;
  /** Events in the history of the execution itself, which may have 25,000. */
  events: Interval;
  /** Seconds, people and other systems included. */
  seconds: Interval;
  /** Tokens of models, in and out. */
  tokens: Interval;
  /** US dollars: transitions, functions and models. */
  dollars: Interval;
}

export const MEASURES = ['transitions', 'events', 'seconds', 'tokens', 'dollars'] as const;
export type Measure = (typeof MEASURES)[number];

const combine = (each: (measure: Measure) => Interval): Amount =>
  Object.fromEntries(MEASURES.map((measure) => [measure, each(measure)])) as unknown as Amount;

const at = (value: number): Interval => ({ min: value, max: value });

/** An amount from what is known of it; the rest is nothing. */
export const amount = (known: Partial<Record<Measure, Interval | number>>): Amount =>
  combine((measure) => {
    const value = known[measure] ?? 0;
    return typeof value === 'number' ? at(value) : value;
  });

export const NOTHING = amount({});

/** One after the other. */
export const sequence = (...parts: readonly Amount[]): Amount =>
  combine((measure) => ({
    min: sum(parts.map((part) => part[measure].min)),
    max: sum(parts.map((part) => part[measure].max)),
  }));

/** One or another. */
export const either = (...ways: readonly Amount[]): Amount =>
  combine((measure) => ({
    min: Math.min(...ways.map((way) => way[measure].min)),
    max: Math.max(...ways.map((way) => way[measure].max)),
  }));

/** At the same time: everything adds up but time, which is that of the slowest. */
export const together = (...parts: readonly Amount[]): Amount => ({
  ...sequence(...parts),
  seconds: {
    min: Math.max(0, ...parts.map(({ seconds }) => seconds.min)),
    max: Math.max(0, ...parts.map(({ seconds }) => seconds.max)),
  },
});

/** Between `least` and `most` times, one after the other. */
export const repeated = (part: Amount, { min: least, max: most }: Interval): Amount =>
  combine((measure) => ({ min: part[measure].min * least, max: most === 0 ? 0 : part[measure].max * most }));

/** With nothing of it certain: for what may be stopped anywhere. */
export const atMost = (part: Amount): Amount => combine((measure) => ({ min: 0, max: part[measure].max }));

/** The same with one measure replaced. */
export const withMeasure = (part: Amount, measure: Measure, interval: Interval): Amount => ({
  ...part,
  [measure]: interval,
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
