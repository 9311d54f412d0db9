/** What happens to a failure: retried, caught, or passed up to the state or execution around it. */
import { abandonChildren, joined } from './children.ts';
import { applyResultPath, assignJsonpath, concludeJsonata } from './conclude.ts';
import type { Place } from './data.ts';
import { usesJsonata } from './data.ts';
import { Failure, matches } from './failure.ts';
import { endExecution, leave, settle } from './flow.ts';
import { failureDetails, record } from './history.ts';
import { delayOf, retrierFor } from './retry.ts';
import type { Catcher, Json, JsonObject } from './types.ts';
import { cancelTimer, startTimer } from './work.ts';

/** Handles a failure of the state that a frame is in. Anything but a Failure is a defect, and is thrown on. */
export async function fail(place: Place, thrown: unknown): Promise<void> {
  if (!(thrown instanceof Failure)) throw thrown;
  const failure = explain(place, thrown);
  const { work, frame } = place;
  stopWaiting(place);
  if (failure.error === 'States.QueryEvaluationError' && thrown.origin.location !== undefined) {
    record(work, frame, 'EvaluationFailed', {
      evaluationFailedEventDetails: {
        ...failureDetails(failure.error, failure.reason),
        location: thrown.origin.location,
        state: frame.state,
      },
    });
  }
  if (retry(place, failure)) {
    work.failed = undefined;
    return;
  }
  const index = place.state.Catch?.findIndex((catcher) => matches(catcher.ErrorEquals, failure)) ?? -1;
  if (index < 0) return raise(place, failure);
  try {
    await caught(place, index, failure);
    work.failed = undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    raise(place, explain(place, error));
  }
}

/** AWS begins the cause of what it finds itself with the state and the event that entered it. */
function explain({ frame }: Place, failure: Failure): Failure {
  if (failure.origin.task || failure.origin.complete) return failure;
  const cause =
    `An error occurred while executing the state '${frame.state}' (entered at the event id #${frame.enteredEvent}). ` +
    (failure.reason ?? '');
  return new Failure(failure.error, cause, { ...failure.origin, complete: true });
}

function stopWaiting({ work, frame }: Place): void {
  const { waiting } = frame;
  abandonChildren(work, frame);
  if (waiting?.kind === 'task') {
    cancelTimer(work, waiting.timeout);
    cancelTimer(work, waiting.heartbeat);
  }
  settle(frame);
}

function retry({ work, frame, state }: Place, failure: Failure): boolean {
  const index = retrierFor(state.Retry, frame.retries, failure);
  const retrier = state.Retry?.[index];
  if (!retrier) return false;
  const attempts = frame.retries[index] ?? 0;
  const delay = delayOf(retrier, attempts, work.random);
  frame.retries = Array.from(
    { length: state.Retry?.length ?? 0 },
    (_, at) => (frame.retries[at] ?? 0) + +(at === index),
  );
  frame.waiting = { kind: 'retry', timer: startTimer(work, work.event.at + delay * 1000) };
  return true;
}

async function caught(place: Place, index: number, failure: Failure): Promise<void> {
  const catcher = place.state.Catch?.[index] as Catcher;
  const error: JsonObject = {
    ...(failure.error !== undefined && { Error: failure.error }),
    ...(failure.reason !== undefined && { Cause: failure.reason }),
  };
  if (usesJsonata(place)) return concludeJsonata(place, catcher, error, { errorOutput: error }, `Catch[${index}]/`);
  const output: Json = applyResultPath(place.frame.input, catcher.ResultPath, error);
  leave(place, output, catcher.Next, assignJsonpath(place, catcher.Assign, error));
}

/** Passes a failure on: to the Parallel or Map state around it, or to the execution. */
export function raise({ work, frame }: Place, failure: Failure): void {
  settle(frame);
  if (frame.root === '0') work.failed ??= structuredClone(work.draft.frames);
  if (frame.parent !== undefined) joined(work, frame, { failure });
  else endExecution(work, 'FAILED', failure.error, failure.reason);
}
