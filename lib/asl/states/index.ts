/** The kinds of states. A kind of the language is a file of its name here. */
import type { Ending } from '../children.ts';
import type { Place } from '../data.ts';
import { fail } from '../failing.ts';
import type { StateType } from '../types.ts';
import type { Work } from '../work.ts';
import { frameOf, stateOf } from '../work.ts';
import { choice } from './choice.ts';
import { failState } from './fail.ts';
import { map } from './map.ts';
import { parallel } from './parallel.ts';
import { pass } from './pass.ts';
import { succeed } from './succeed.ts';
import { task } from './task.ts';
import { wait } from './wait.ts';

/** The answer to something that a frame waited for. */
export type Answer =
  | { kind: 'timer'; id: string }
  | { kind: 'submitted'; output: import('../types.ts').Json }
  | { kind: 'started'; workerName?: string }
  | { kind: 'heartbeat' }
  | { kind: 'succeeded'; output: import('../types.ts').Json }
  | { kind: 'failed'; error?: string; cause?: string };

export interface StateKind {
  /** Runs the state from its input; again for each retry. It may throw a Failure. */
  attempt(place: Place): void | Promise<void>;
  /** Goes on with what the state waited for. It may throw a Failure. */
  resume?(place: Place, answer: Answer): void | Promise<void>;
  /** A child has ended. It may throw a Failure. */
  join?(place: Place, index: number, ending: Ending): void | Promise<void>;
}

const KINDS: { [type in StateType]: StateKind } = {
  Pass: pass,
  Task: task,
  Choice: choice,
  Wait: wait,
  Succeed: succeed,
  Fail: failState,
  Parallel: parallel,
  Map: map,
};

/** The kind of a state; what it does may throw a Failure, which nobody has caught or retried yet. */
export const kindOf = ({ state }: Place): StateKind => KINDS[state.Type];

export const attempt = (place: Place): Promise<void> => guarded(place, (kind) => kind.attempt(place));

export const resume = (place: Place, answer: Answer): Promise<void> =>
  guarded(place, (kind) => kind.resume?.(place, answer));

export function childEnded(work: Work, parent: string, index: number, ending: Ending): Promise<void> {
  const frame = frameOf(work, parent);
  const place = { work, frame, state: stateOf(work, frame) };
  return guarded(place, (kind) => kind.join?.(place, index, ending));
}

/** Does something for a state; a Failure of it is retried, caught or passed up. */
export async function guarded(place: Place, run: (kind: StateKind) => void | Promise<void>): Promise<void> {
  try {
    await run(kindOf(place));
  } catch (error) {
    await fail(place, error);
  }
}
