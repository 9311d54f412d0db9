import { abandonChildren, settleChildren, stop } from './children.ts';
import { endExecution, settle } from './flow.ts';
import { record } from './history.ts';
import { reopenMapRun } from './map/runs.ts';
import type { Frame, Waiting } from './snapshot.ts';
import type { Answer } from './states/index.ts';
import { attempt, resume } from './states/index.ts';
import { updateMapRun } from './states/map.ts';
import type { Work } from './work.ts';
import { cancelTimer, frameOf, startDeadline, stateOf } from './work.ts';

/**
 * Applies the event of a step to the frame that waits for it. An event that nobody waits for any more (a late timer,
 * a second callback) changes nothing.
 * @returns whether somebody waited for it
 */
export async function reactTo(work: Work): Promise<boolean> {
  const { event, draft } = work;
  if (event.type === 'executionRedriven') return redrive(work);
  if (draft.status !== 'RUNNING') return false;
  const taken = await take(work);
  await settleChildren(work);
  return taken;
}

async function take(work: Work): Promise<boolean> {
  const { event, draft } = work;
  if (event.type === 'timerFired') delete draft.timers[event.id];
  if (event.type === 'executionStopped') return halt(work, 'ABORTED', event.error, event.cause);
  if (event.type === 'timerFired' && event.id === draft.deadline) return halt(work, 'TIMED_OUT');
  if (event.type === 'mapRunUpdated') return updateMapRun(work, event);
  const frame = Object.values(draft.frames).find(({ waiting }) => waiting && answers(waiting, work));
  if (frame) await answer(work, frameOf(work, frame.id));
  return frame !== undefined;
}

function answers(waiting: Waiting, { event }: Work): boolean {
  if (event.type === 'timerFired') return timersOf(waiting).includes(event.id);
  return 'taskId' in event && waiting.kind === 'task' && waiting.command.taskId === event.taskId;
}

export function timersOf(waiting: Waiting): (string | undefined)[] {
  if (waiting.kind === 'wait' || waiting.kind === 'retry') return [waiting.timer];
  return waiting.kind === 'task' ? [waiting.timeout, waiting.heartbeat] : [];
}

async function answer(work: Work, frame: Frame): Promise<void> {
  const place = { work, frame, state: stateOf(work, frame) };
  const retrying = frame.waiting?.kind === 'retry';
  if (retrying) return attempt(place);
  return resume(place, answerOf(work));
}

function answerOf({ event }: Work): Answer {
  switch (event.type) {
    case 'timerFired':
      return { kind: 'timer', id: event.id };
    case 'taskSubmitted':
      return { kind: 'submitted', output: event.output };
    case 'taskStarted':
      return { kind: 'started', ...(event.workerName !== undefined && { workerName: event.workerName }) };
    case 'taskHeartbeat':
      return { kind: 'heartbeat' };
    case 'taskSucceeded':
      return { kind: 'succeeded', output: event.output };
    case 'taskFailed':
      return {
        kind: 'failed',
        ...(event.error !== undefined && { error: event.error }),
        ...(event.cause !== undefined && { cause: event.cause }),
      };
    default:
      throw new Error(`No frame waits for ${event.type}`);
  }
}

/** Ends the execution from outside: stopped, or out of time. */
function halt(work: Work, status: 'ABORTED' | 'TIMED_OUT', error?: string, cause?: string): true {
  const root = frameOf(work, '0');
  work.failed = structuredClone(work.draft.frames);
  abandonChildren(work, root);
  stop(work, root);
  cancelTimer(work, work.draft.deadline);
  endExecution(work, status, error, cause);
  return true;
}

/** Goes on from where the execution ended: whatever was unfinished is tried again, what had succeeded is kept. */
async function redrive(work: Work): Promise<boolean> {
  const { error: _, cause: __, redrive: frames, ...rest } = work.draft;
  if (!frames) return false;
  work.draft = { ...rest, status: 'RUNNING', redrives: rest.redrives + 1, frames: structuredClone(frames) };
  startDeadline(work);
  const details = { redriveCount: work.draft.redrives };
  record(work, frameOf(work, '0'), 'ExecutionRedriven', { executionRedrivenEventDetails: details });
  for (const id of Object.keys(frames)) await goOn(work, frameOf(work, id));
  return true;
}

async function goOn(work: Work, frame: Frame): Promise<void> {
  frame.retries = [];
  if (frame.waiting?.kind === 'children') return reopenMapRun(work, frame);
  settle(frame);
  if (frame.enteredEvent === 0) work.ready.push({ frame: frame.id, state: frame.state, input: frame.input });
  else await attempt({ work, frame, state: stateOf(work, frame) });
}
