/** Runs a whole execution in virtual time, with tasks answered from mocks. */
import type { Command, Event, ExecutionInfo, HistoryEvent, ScheduleTask } from './events.ts';
import type { Mocks } from './mocks.ts';
import { answerer } from './mocks.ts';
import type { Due } from './queue.ts';
import { Queue } from './queue.ts';
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

interface Pending extends Due {
  timer?: string;
  fact: Fact;
}

/** @throws Error when the definition has no start state, or the run can make no progress: a task without an answer */
export async function run(definition: StateMachine, input: Json, options: RunOptions = {}): Promise<RunResult> {
  const { seed = 'run', mocks = {} } = options;
  const events: Event[] = [];
  const history: HistoryEvent[] = [];
  const agenda = agendaOf(answerer(mocks));
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
    const result = await step(definition, snapshot, event, { consume: true });
    snapshot = result.snapshot;
    for (const told of result.historyEvents) history.push(told);
    agenda.schedule(result.commands, now, order);
    next = snapshot.status === 'RUNNING' ? agenda.next() : undefined;
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

/** What may happen next. What was cancelled stays in the queue, and is passed over when its time comes. */
function agendaOf(answer: (task: ScheduleTask) => { delay: number; fact: Fact }) {
  const queue = new Queue<Pending>();
  const cancelled = new Set<string>();
  return {
    schedule(commands: Command[], now: number, order: number): void {
      for (const [index, command] of commands.entries()) {
        const place = order + index / 1e6;
        if (command.type === 'startTimer') {
          const { at, id } = command;
          queue.add({ at, order: place, timer: id, fact: { type: 'timerFired', id } });
        } else if (command.type === 'scheduleTask') {
          const { delay, fact } = answer(command);
          queue.add({ at: now + delay, order: place, fact });
        } else if (command.type === 'cancelTimer') cancelled.add(command.id);
        else if (command.type === 'cancelTask') cancelled.add(command.taskId);
      }
    },
    next(): Pending {
      for (let first = queue.next(); first; first = queue.next()) {
        const { fact, timer } = first;
        const id = timer ?? ('taskId' in fact ? fact.taskId : '');
        if (!cancelled.has(id)) return first;
      }
      throw new Error('The execution waits for nothing: this is a defect of the interpreter');
    },
  };
}

function resultOf({ status, output, error, cause }: Snapshot, history: HistoryEvent[], events: Event[]): RunResult {
  const statesEntered: string[] = [];
  for (const { stateEnteredEventDetails: details } of history) {
    if (details) statesEntered.push((details as { name: string }).name);
  }
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
