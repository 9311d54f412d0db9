/**
 * TestState: one state of a definition, by itself, with what it calls mocked or really called.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
 */
import { conclude } from './conclude.ts';
import type { Place } from './data.ts';
import { argumentsOf } from './data.ts';
import type { ExecutionInfo, ScheduleTask } from './events.ts';
import { fail } from './failing.ts';
import { Failure, matches } from './failure.ts';
import type { Waiting } from './snapshot.ts';
import type { Answer } from './states/index.ts';
import { kindOf } from './states/index.ts';
import { inspectionOf } from './testing/inspection.ts';
import { tryMap } from './testing/map.ts';
import type { Subject, TestStateRequest } from './testing/request.ts';
import { NAME, subjectOf } from './testing/request.ts';
import type { Json } from './types.ts';
import type { Work } from './work.ts';
import { openWork, own } from './work.ts';

export { Rejected } from './testing/rejected.ts';
export type { TestStateRequest } from './testing/request.ts';

/** The answer as on the wire: output and inspection data are JSON text. */
export interface TestStateResult {
  status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  output?: string;
  error?: string;
  cause?: string;
  nextState?: string;
  inspectionData?: Record<string, unknown>;
}

export interface TestStateOptions {
  /** Milliseconds since the epoch. */
  at: number;
  /** All ids and randomness derive from it. */
  seed: string;
  /** Its role is the one that a state has which calls something, unless the request names one. */
  execution: ExecutionInfo;
  /** Does a task that is not mocked. Without it, such a request is an error. */
  perform?: (task: ScheduleTask) => Promise<Answer & { kind: 'succeeded' | 'failed' }>;
  /** Waits for a Wait state. Without it, no time passes. */
  sleep?: (milliseconds: number) => Promise<void>;
}

/** @throws Rejected when AWS would refuse the request */
export async function testState(request: TestStateRequest, options: TestStateOptions): Promise<TestStateResult> {
  const subject = await subjectOf(request);
  const place = placeOf(subject, { ...options, execution: withRole(options.execution, request, subject) });
  let failure: Failure | undefined;
  try {
    await runState(place, subject, options);
  } catch (error) {
    failure = asTold(error);
    await fail(place, failure);
  }
  const result = resultOf(place, failure);
  const level = request.inspectionLevel ?? 'INFO';
  return level === 'INFO' ? result : { ...result, inspectionData: inspectionOf(place, subject, failure) };
}

const CALLING = ['Task', 'Map', 'Parallel'];

const withRole = (execution: ExecutionInfo, { roleArn }: TestStateRequest, { state }: Subject): ExecutionInfo => ({
  ...execution,
  roleArn: roleArn ?? (CALLING.includes(state.Type) ? execution.roleArn : null),
});

/** A state at the start of an execution of its own. */
function placeOf(subject: Subject, { at, seed, execution }: TestStateOptions): Place {
  const { machine, state, input, variables, context } = subject;
  const snapshot = { status: 'RUNNING' as const, execution, input, startedAt: at, redrives: 0, events: 0, ids: 0 };
  const event = { type: 'executionStarted' as const, execution, input, at, seed };
  const work: Work = openWork(machine, { ...snapshot, frames: {}, timers: {} }, event);
  work.inspection = { context, notes: {} };
  const frame = own(work, {
    id: '0',
    root: '0',
    index: 0,
    where: [],
    state: NAME,
    input,
    variables,
    enteredAt: at,
    enteredEvent: 0,
    lastEvent: 0,
    retries: retriesOf(subject),
  });
  return { work, frame, state };
}

/** The retries that have been made count for the retrier that the mocked error meets. */
function retriesOf({ state, mock, configuration }: Subject): number[] {
  const { retrierRetryCount } = configuration;
  if (retrierRetryCount === undefined || !state.Retry) return [];
  const failure = mock && !('result' in mock) ? new Failure(mock.error, mock.cause, { task: true }) : undefined;
  const met = failure ? state.Retry.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure)) : 0;
  return state.Retry.map((_, index) => (index === met ? retrierRetryCount : 0));
}

async function runState(place: Place, subject: Subject, options: TestStateOptions): Promise<void> {
  const { Type } = place.state;
  if (Type === 'Map') return mocked(place, subject, () => tryMap(place, subject));
  if (Type === 'Parallel') return mocked(place, subject, async () => void (await argumentsOf(place)));
  await kindOf(place).attempt(place);
  if (Type === 'Task') await kindOf(place).resume?.(place, await answerOf(place, subject, options));
  if (Type === 'Wait') await waitFor(place, options);
}

async function mocked(place: Place, { mock = {} }: Subject, prepare: () => Promise<void>): Promise<void> {
  await prepare();
  if (!('result' in mock)) throw new Failure(mock.error, mock.cause, { task: true });
  await conclude(place, mock.result);
}

async function answerOf(place: Place, { mock }: Subject, { perform }: TestStateOptions): Promise<Answer> {
  const { command } = place.frame.waiting as Waiting & { kind: 'task' };
  if (mock && 'result' in mock) return { kind: 'succeeded', output: mock.result };
  if (mock) return { kind: 'failed', ...mock };
  if (perform) return perform(command);
  throw new Error(`${command.resource} is not called here: give a mock, {"mock": {"result": "…"}}`);
}

/** Testing a state takes five minutes at most. */
const LONGEST = 300_000;

async function waitFor(place: Place, { sleep }: TestStateOptions): Promise<void> {
  const { timer } = place.frame.waiting as Waiting & { kind: 'wait' };
  const time = (place.work.draft.timers[timer] as number) - place.work.event.at;
  await sleep?.(Math.min(time, LONGEST));
  if (time > LONGEST) throw new Failure('States.Timeout', undefined, { task: true });
  await kindOf(place).resume?.(place, { kind: 'timer', id: timer });
}

/** A cause does not say which state failed: there is one only. */
function asTold(error: unknown): Failure {
  if (!(error instanceof Failure)) throw error;
  return new Failure(error.error, error.reason, { ...error.origin, complete: true });
}

function resultOf({ work, frame }: Place, failure: Failure | undefined): TestStateResult {
  const { draft, ready } = work;
  const [next] = ready;
  if (draft.status === 'FAILED') return { status: 'FAILED', ...told(draft) };
  if (failure && frame.waiting?.kind === 'retry') return { status: 'RETRIABLE', ...told(failureOf(failure)) };
  return {
    status: failure ? 'CAUGHT_ERROR' : 'SUCCEEDED',
    ...(failure && told(failureOf(failure))),
    output: JSON.stringify(next ? next.input : (draft.output as Json)),
    ...(next && { nextState: next.state }),
  };
}

const failureOf = ({ error, reason }: Failure) => ({ error, cause: reason });

const told = ({ error, cause }: { error?: string | undefined; cause?: string | undefined }) => ({
  ...(error !== undefined && { error }),
  ...(cause !== undefined && { cause }),
});
