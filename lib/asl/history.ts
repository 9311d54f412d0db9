import type { HistoryEvent } from './events.ts';
import type { Frame } from './snapshot.ts';
import { textOf } from './text.ts';
import type { Json, StateType } from './types.ts';
import type { Work } from './work.ts';
import { frameOf } from './work.ts';

/** Events that an execution may have; the next one fails it. */
export const HISTORY_LIMIT = 25_000;

const WHOLE = { truncated: false };

/**
 * Adds an event to the history of the execution that a frame belongs to. Children of a distributed Map are executions
 * of their own: their events are numbered, and not kept.
 */
export function record(work: Work, frame: Frame, type: string, details: Record<string, unknown> = {}): number {
  const root = rootOf(work, frame);
  if (root.execution) {
    root.execution = { ...root.execution, events: root.execution.events + 1 };
    frame.lastEvent = root.execution.events;
    return frame.lastEvent;
  }
  const id = ++work.draft.events;
  const timestamp = work.event.at;
  work.history.push({ id, previousEventId: frame.lastEvent, timestamp, type, ...details } satisfies HistoryEvent);
  frame.lastEvent = id;
  return id;
}

/** The frame that an execution of its own begins with: a child of a distributed Map, or the root. */
export function rootOf(work: Work, frame: Frame): Frame {
  return frame.root === frame.id ? frame : frameOf(work, frame.root);
}

export const entered = (name: string, input: Json): Record<string, unknown> => ({
  stateEnteredEventDetails: { name, input: textOf(input), inputDetails: WHOLE },
});

export const exited = (name: string, output: Json, assigned: Record<string, Json> | undefined): object => ({
  stateExitedEventDetails: {
    name,
    output: textOf(output),
    outputDetails: WHOLE,
    ...(assigned && { assignedVariables: mapValues(assigned, textOf), assignedVariablesDetails: WHOLE }),
  },
});

const mapValues = (object: Record<string, Json>, change: (value: Json) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));

export const outputDetails = (output: Json): Record<string, unknown> => ({
  output: textOf(output),
  outputDetails: WHOLE,
});

/** Only what there is: an absent error or cause has no member. */
export const failureDetails = (error: string | undefined, cause: string | undefined): Record<string, unknown> => ({
  ...(error !== undefined && { error }),
  ...(cause !== undefined && { cause }),
});

export const eventName = (type: StateType, suffix: string): string => `${type}State${suffix}`;
