/** How frames move: into a state, out of it, to the end of their thread, and up to the state that waits for them. */
import { joined } from './children.ts';
import type { Place } from './data.ts';
import { entered, eventName, exited, failureDetails, outputDetails, record } from './history.ts';
import { limitPayload, limitVariables } from './limits.ts';
import type { Frame, Status } from './snapshot.ts';
import { sizeOf } from './text.ts';
import type { Json, JsonObject } from './types.ts';
import type { Entry, Work } from './work.ts';
import { frameOf, parentOf, stateOf } from './work.ts';

/** Puts a frame into a state and records it. */
export function arrive(work: Work, entry: Entry): Place {
  const frame = frameOf(work, entry.frame);
  frame.state = entry.state;
  frame.input = entry.input;
  frame.enteredAt = work.event.at;
  frame.retries = [];
  settle(frame);
  const state = stateOf(work, frame);
  frame.enteredEvent = record(work, frame, eventName(state.Type, 'Entered'), entered(entry.state, entry.input));
  return { work, frame, state };
}

/** Forgets what the frame was waiting for. */
export function settle(frame: Frame): void {
  if (frame.waiting) delete frame.waiting;
  if (frame.children) delete frame.children;
}

/**
 * Leaves a state: assigns its variables, records the exit, goes on to `next` or ends the thread.
 * @throws Failure `States.DataLimitExceeded`
 */
export function leave(place: Place, output: Json, next: string | undefined, assigned: JsonObject | undefined): void {
  const { work, frame, state } = place;
  limitPayload(output, frame.state);
  if (assigned) assign(place, assigned);
  record(
    work,
    frame,
    eventName(state.Type, 'Exited'),
    exited(frame.state, output, assigned) as Record<string, unknown>,
  );
  settle(frame);
  if (next !== undefined) work.ready.push({ frame: frame.id, state: next, input: output });
  else finish(work, frame, output);
}

/** @throws Failure `States.DataLimitExceeded` */
function assign({ work, frame }: Place, assigned: JsonObject): void {
  const variableBytes = (frame.variableBytes ?? 0) + grownBy(frame.variables, assigned);
  limitVariables(assigned, variableBytes + bytesAround(work, frame));
  Object.assign(frame, { variables: { ...frame.variables, ...assigned }, variableBytes });
}

/** Bytes that an assignment adds: what it stores, less what it overwrites. */
const grownBy = (known: JsonObject, assigned: JsonObject): number =>
  Object.entries(assigned).reduce((sum, [name, value]) => {
    const before = known[name];
    return sum + sizeOf(value) - (before === undefined ? -sizeOf(name) : sizeOf(before));
  }, 0);

/** What the variables of the frames around a frame hold, within its execution. */
function bytesAround(work: Work, frame: Frame): number {
  const parent = frame.root === frame.id ? undefined : parentOf(work, frame);
  return parent ? (parent.variableBytes ?? 0) + bytesAround(work, parent) : 0;
}

function finish(work: Work, frame: Frame, output: Json): void {
  if (frame.parent !== undefined) {
    joined(work, frame, { output });
    return;
  }
  record(work, frame, 'ExecutionSucceeded', { executionSucceededEventDetails: outputDetails(output) });
  work.draft = { ...work.draft, status: 'SUCCEEDED', output, frames: {}, timers: {} };
  work.commands.push({ type: 'complete', output });
}

const ENDINGS = { FAILED: 'Failed', TIMED_OUT: 'TimedOut', ABORTED: 'Aborted' } as const;

/** Ends the whole execution without a result. What was unfinished is kept, so that it can be redriven. */
export function endExecution(work: Work, status: keyof typeof ENDINGS & Status, error?: string, cause?: string): void {
  const root = frameOf(work, '0');
  const redrive = work.failed ?? structuredClone(work.draft.frames);
  const details = failureDetails(error, cause);
  const ending = ENDINGS[status];
  record(work, root, `Execution${ending}`, { [`execution${ending}EventDetails`]: details });
  work.ready = [];
  work.ended = [];
  const lastEvent = root.lastEvent;
  const frames = { ...redrive, '0': { ...(redrive['0'] as Frame), lastEvent } };
  work.draft = { ...work.draft, status, ...details, frames: {}, timers: {}, redrive: frames };
  work.commands.push({ type: 'fail', status, ...details });
}
