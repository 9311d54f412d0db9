import { abandonChildren, settleChildren, stop } from './children.ts';
import { endExecution } from './flow.ts';
import { record } from './history.ts';
import type { Frame, Snapshot, Waiting } from './snapshot.ts';
import type { Answer } from './states/index.ts';
import { attempt, resume } from './states/index.ts';
import type { Work } from './work.ts';
import { cancelTimer, frameOf, stateOf } from './work.ts';

/**
 * Applies the event of a step to the frame that waits for it. An event that nobody waits for any more (a late timer,
 * a second callback) changes nothing.
 */
export async function reactTo(work: Work): Promise<void> {
  const { event, draft } = work;
  if (event.type === 'executionRedriven') return redrive(work);
  if (draft.status !== 'RUNNING') return;
  if (event.type === 'timerFired') delete draft.timers[event.id];
  if (event.type === 'executionStopped') return halt(work, 'ABORTED', event.error, event.cause);
  if (event.type === 'timerFired' && event.id === draft.deadline) return halt(work, 'TIMED_OUT');
  const frame = Object.values(draft.frames).find(({ waiting }) => waiting && answers(waiting, work));
  if (frame) await answer(work, frameOf(work, frame.id));
  await settleChildren(work);
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
function halt(work: Work, status: 'ABORTED' | 'TIMED_OUT', error?: string, cause?: string): void {
  const root = frameOf(work, '0');
  abandonChildren(work, root);
  stop(work, root);
  cancelTimer(work, work.draft.deadline);
  endExecution(work, status, error, cause);
}

/** Runs the state that ended the execution again, with the same input, and goes on from there. */
async function redrive(work: Work): Promise<void> {
  const { error: _, cause: __, output: ___, ...rest } = work.draft;
  if (rest.status === 'RUNNING' || rest.status === 'SUCCEEDED') return;
  work.draft = { ...rest, status: 'RUNNING', redrives: rest.redrives + 1 } satisfies Snapshot;
  const root = frameOf(work, '0');
  record(work, root, 'ExecutionRedriven', { executionRedrivenEventDetails: { redriveCount: work.draft.redrives } });
  root.retries = [];
  delete root.waiting;
  if (stateOf(work, root).Type === 'Fail') work.ready.push({ frame: '0', state: root.state, input: root.input });
  else await attempt({ work, frame: root, state: stateOf(work, root) });
}
