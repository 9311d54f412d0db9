import type { Command, Event, ScheduleTask } from '../../lib/asl/events.ts';
import type { Snapshot } from '../../lib/asl/snapshot.ts';
import { step } from '../../lib/asl/step.ts';
import type { Json, StateMachine } from '../../lib/asl/types.ts';
import type { Compiled } from '../../lib/compile/compile.ts';

/** A call of a function: its key (`ask_a`), what it was told, and how often it was called before. */
export interface Call {
  fn: string;
  payload: { step?: string; at?: string; input?: Record<string, Json>; [key: string]: unknown };
  nth: number;
}

/** What a function throws, or how many seconds it takes to answer. */
export class Thrown {
  readonly error: string;
  readonly message: string;
  constructor(error: string, message = 'because') {
    this.error = error;
    this.message = message;
  }
}
export class Late {
  readonly seconds: number;
  readonly output: Json;
  constructor(seconds: number, output: Json = null) {
    this.seconds = seconds;
    this.output = output;
  }
}

export type Answer = (call: Call) => Json | Thrown | Late | undefined;

export interface Execution {
  machine: string;
  name: string;
  input: Json;
  status: string;
  output?: Json;
  error?: string;
  cause?: string;
  events: number;
  entered: string[];
  end: number;
}

type Fact = Event extends infer E ? (E extends Event ? Omit<E, 'at' | 'seed'> : never) : never;
interface Due {
  at: number;
  fact: Fact;
  timer?: string;
}

/** Runs a workflow with its parts and its undo in virtual time. A function that `answer` gives nothing for answers null. */
export async function whole({ asl, parts }: Compiled, answer: Answer, input: Json = {}) {
  const calls: Call[] = [];
  const executions: Execution[] = [];
  const undo: StateMachine = { QueryLanguage: 'JSONata', StartAt: 'Done', States: { Done: { Type: 'Succeed' } } };

  async function execute(machine: string, name: string, given: Json, start: number): Promise<Execution> {
    const id = machine.replace(/^part_/, '');
    const part = Object.entries(parts).find(([key]) => key.replaceAll('-', '_') === id)?.[1];
    const definition = (machine === 'main' ? asl : machine === 'undo_machine' ? undo : part) as unknown as StateMachine;
    const info = {
      id: `arn:${machine}:${name}`,
      name,
      roleArn: 'r',
      stateMachine: { id: `arn:${machine}`, name: machine },
    };
    const queue: Due[] = [{ at: start, fact: { type: 'executionStarted', execution: info, input: given } }];
    let snapshot: Snapshot | undefined;
    let events = 0;
    let now = start;
    const entered: string[] = [];
    for (let order = 0; !snapshot || snapshot.status === 'RUNNING'; order += 1) {
      queue.sort((a, b) => a.at - b.at);
      const next = queue.shift()!;
      now = Math.max(now, next.at);
      const done = await step(definition, snapshot, { ...next.fact, at: now, seed: `${name}:${order}` } as Event);
      snapshot = done.snapshot;
      events += done.historyEvents.length;
      for (const { stateEnteredEventDetails: details } of done.historyEvents) {
        if (details) entered.push((details as { name: string }).name);
      }
      for (const command of done.commands) await apply(command, queue, now);
    }
    const { status, output, error, cause } = snapshot;
    const execution = { machine, name, input: given, status, events, entered, end: now } as Execution;
    if (output !== undefined) execution.output = output;
    if (error !== undefined) Object.assign(execution, { error, cause });
    executions.push(execution);
    return execution;
  }

  async function apply(command: Command, queue: Due[], now: number): Promise<void> {
    if (command.type === 'startTimer')
      queue.push({ at: command.at, timer: command.id, fact: { type: 'timerFired', id: command.id } });
    if (command.type === 'scheduleTask') queue.push(await answered(command, now));
    const drop = (test: (due: Due) => boolean) => queue.splice(0, queue.length, ...queue.filter((due) => !test(due)));
    if (command.type === 'cancelTimer') drop(({ timer }) => timer === command.id);
    if (command.type === 'cancelTask') drop(({ fact }) => 'taskId' in fact && fact.taskId === command.taskId);
  }

  async function answered(task: ScheduleTask, now: number): Promise<Due> {
    const told = task.arguments as Record<string, Json>;
    if (task.resource.includes('startExecution')) {
      const machine = String(told.StateMachineArn).slice(2, -1);
      const ended = await execute(machine, String(told.Name), told.Input ?? null, now);
      const { status, output, cause } = ended;
      if (status === 'SUCCEEDED') return { at: ended.end, fact: succeeded(task, { Output: output ?? null }) };
      return {
        at: ended.end,
        fact: failed(task, 'States.TaskFailed', JSON.stringify({ Status: status, Cause: cause })),
      };
    }
    const fn = String(told.FunctionName).slice('${fn_'.length, -1);
    const nth = calls.filter((call) => call.fn === fn).length;
    const call: Call = { fn, payload: told.Payload as Call['payload'], nth };
    calls.push(call);
    const result = answer(call);
    if (result instanceof Thrown) {
      const cause = JSON.stringify({ errorType: result.error, errorMessage: result.message });
      return { at: now, fact: failed(task, result.error, cause) };
    }
    const output = result instanceof Late ? result.output : (result ?? null);
    const waits = task.resource.endsWith('.waitForTaskToken');
    const at = now + (result instanceof Late ? result.seconds * 1000 : 0);
    return { at, fact: succeeded(task, waits ? output : { Payload: { output } }) };
  }

  const run = await execute('main', 'run', input, Date.UTC(2026, 0, 1));
  return {
    ...run,
    calls,
    executions,
    of: (fn: string) => calls.filter((call) => call.fn === fn).map(({ payload }) => payload),
  };
}

const succeeded = ({ taskId }: ScheduleTask, output: Json): Fact => ({ type: 'taskSucceeded', taskId, output });
const failed = ({ taskId }: ScheduleTask, error: string, cause: string): Fact => ({
  type: 'taskFailed',
  taskId,
  error,
  cause,
});
