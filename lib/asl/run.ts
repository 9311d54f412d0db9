/** Runs a whole execution in virtual time, with tasks answered from mocks. */
import type { Command, Event, ExecutionInfo, HistoryEvent, ScheduleTask } from './events.ts';
import type { Mocks } from './mocks.ts';
import { answerer } from './mocks.ts';
import type { Snapshot } from './snapshot.ts';
import { step } from './step.ts';
import type { Json, StateMachine } from './types.ts';

export interface RunResult {
  status: Snapshot['status'];
  output?: Json;
  error?: string;
  cause?: string;
  /** Names of the states entered, in order. */
  statesEntered: string[];
  history: HistoryEvent[];
  /** The recorded events: folding them again gives the same run. */
  events: Event[];
}

export interface RunOptions {
  mocks?: Mocks;
  /** All randomness and ids of the run derive from it. */
  seed?: string;
  /** Start, in milliseconds since the epoch. */
  at?: number;
  /** As an Express workflow. */
  express?: boolean;
}

type Fact = Event extends infer E ? (E extends Event ? Omit<E, 'at' | 'seed'> : never) : never;

interface Pending {
  at: number;
  order: number;
  timer?: string;
  fact: Fact;
}

/** @throws Error when the definition has no start state, or the run can make no progress: a task without an answer */
export async function run(definition: StateMachine, input: Json, options: RunOptions = {}): Promise<RunResult> {
  const { seed = 'run', mocks = {} } = options;
  const answer = answerer(mocks);
  const events: Event[] = [];
  const history: HistoryEvent[] = [];
  let pending: Pending[] = [];
  let now = options.at ?? Date.UTC(2026, 0, 1);
  let snapshot: Snapshot | undefined;
  let next: Pending | undefined = {
    at: now,
    order: 0,
    fact: { type: 'executionStarted', execution: executionOf(options.express), input },
  };
  for (let order = 1; next; order += 1) {
    now = Math.max(now, next.at);
    const event = { ...next.fact, at: now, seed: `${seed}:${order}` } as Event;
    events.push(event);
    const result = await step(definition, snapshot, event);
    snapshot = result.snapshot;
    history.push(...result.historyEvents);
    pending = schedule(pending, result.commands, now, order, answer);
    next = snapshot.status === 'RUNNING' ? take(pending) : undefined;
  }
  return resultOf(snapshot as Snapshot, history, events);
}

const ACCOUNT = 'us-east-1:111111111111';

const executionOf = (express = false): ExecutionInfo => ({
  id: express ? `arn:aws:states:${ACCOUNT}:express:machine:run:1` : `arn:aws:states:${ACCOUNT}:execution:machine:run`,
  name: 'run',
  roleArn: 'arn:aws:iam::111111111111:role/machine',
  stateMachine: { id: `arn:aws:states:${ACCOUNT}:stateMachine:machine`, name: 'machine' },
  ...(express && { express }),
});

/** What may happen next, after the commands of a step. */
function schedule(
  pending: Pending[],
  commands: Command[],
  now: number,
  order: number,
  answer: (task: ScheduleTask) => { delay: number; fact: Fact },
): Pending[] {
  let queue = pending;
  for (const [index, command] of commands.entries()) {
    const at = order + index / 1e6;
    if (command.type === 'startTimer') {
      queue = [
        ...queue,
        { at: command.at, order: at, timer: command.id, fact: { type: 'timerFired', id: command.id } },
      ];
    } else if (command.type === 'scheduleTask') {
      const { delay, fact } = answer(command);
      queue = [...queue, { at: now + delay, order: at, fact }];
    } else if (command.type === 'cancelTimer') queue = queue.filter(({ timer }) => timer !== command.id);
    else if (command.type === 'cancelTask') {
      queue = queue.filter(({ fact }) => !('taskId' in fact && fact.taskId === command.taskId));
    }
  }
  return queue;
}

/** The earliest; of several at one time, the one that was asked for first. */
function take(pending: Pending[]): Pending {
  const first = pending.reduce<Pending | undefined>(
    (best, other) => (!best || other.at < best.at || (other.at === best.at && other.order < best.order) ? other : best),
    undefined,
  );
  if (!first) throw new Error('The execution waits for nothing: this is a defect of the interpreter');
  pending.splice(pending.indexOf(first), 1);
  return first;
}

function resultOf({ status, output, error, cause }: Snapshot, history: HistoryEvent[], events: Event[]): RunResult {
  const statesEntered = history.flatMap(({ stateEnteredEventDetails: details }) =>
    details ? [(details as { name: string }).name] : [],
  );
  return {
    status,
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    statesEntered,
    history,
    events,
  };
}
