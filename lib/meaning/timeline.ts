import { type Place, placesBelow } from '../workflow/scopes.ts';
import type { Problem } from './problem.ts';
import type { Call, Json } from './world.ts';

/** An attempt of a step: from `time` until its answer (milliseconds since the epoch), and what that was. */
export interface Attempt extends Call {
  type: 'attempt';
  time: number;
  until: number;
  /** `doubt`: the effect may have happened. */
  end: 'done' | 'failed' | 'doubt';
  output?: Json;
  /** The item around it, which its compensation may ask for. */
  item?: Json;
}

/** A problem that is put into the exception queue. */
export interface Filed {
  type: 'filed';
  time: number;
  error: string;
  /** Of an item that a map goes on without. */
  at?: string;
}

/** Something that can be seen from outside. */
export type Entry = Attempt | Filed;

/** What expressions see of the run so far. */
export interface Known {
  /** `$steps`: outputs of the steps that have completed. */
  steps: Readonly<Record<string, Json>>;
  error?: { name: string; message: string; step: string };
  item?: Json;
  index?: number;
  /** Items and rounds around, from 0, outermost first. */
  at?: string;
}

/** Where a run stands: the time, what it knows, and all that has happened. */
export interface Moment {
  time: number;
  known: Known;
  past: readonly Entry[];
}

/** What comes of some steps from a moment on: when they are over, what has happened, and what is known then. */
export interface Stretch {
  time: number;
  entries: readonly Entry[];
  steps: Known['steps'];
  problem?: Problem;
}

/** The moment when a stretch is over. */
export const after = (from: Moment, { time, entries, steps }: Stretch): Moment => ({
  time,
  known: { ...from.known, steps },
  past: [...from.past, ...entries],
});

/** Two stretches as one, the second from the end of the first. */
export const joined = (first: Stretch, second: Stretch): Stretch => ({
  ...second,
  entries: [...first.entries, ...second.entries],
});

/** Nothing happens, for some time. */
export const pause = ({ time, known }: Moment, milliseconds = 0): Stretch => ({
  time: time + milliseconds,
  entries: [],
  steps: known.steps,
});

/** Nothing happens but a problem. */
export const stuck = (from: Moment, problem: Problem): Stretch => ({ ...pause(from), problem });

/**
 * What is left of a stretch that is stopped at a time: nothing begins any more. What has begun goes on where it is, as
 * nobody stops a function, but its answer is heard by nobody.
 */
export const begunBy = (time: number, entries: readonly Entry[]): Entry[] =>
  entries.filter((entry) => entry.time <= time);

/** Where an item or a round stands among those around it: `3.0`. */
export const passAt = (around: string | undefined, index: number): string =>
  around === undefined ? `${index}` : `${around}.${index}`;

/** What is known without what the steps inside of a step have given before: they begin anew. */
export function withoutOwn({ inner }: Place, { known }: Moment): Known['steps'] {
  const own = new Set(inner.flatMap(placesBelow).map(({ step }) => step.id));
  return Object.fromEntries(Object.entries(known.steps).filter(([id]) => !own.has(id)));
}
