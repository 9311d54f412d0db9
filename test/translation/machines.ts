/** Executions side by side in virtual time: a machine, the machines that it starts, and the functions that they call. */
import type { Command, Event, HistoryEvent, ScheduleTask } from '../../lib/asl/events.ts';
import type { Snapshot } from '../../lib/asl/snapshot.ts';
import { step } from '../../lib/asl/step.ts';
import type { Json, JsonObject, StateMachine } from '../../lib/asl/types.ts';

export type Answer = { after: number } & ({ result: Json } | { error: string; cause: string });

/** What machines reach: other machines by placeholder, and functions. */
export interface Outside {
  machines: Record<string, StateMachine>;
  call(name: string, payload: JsonObject, now: number): Promise<Answer>;
}

export interface Execution {
  machine: string;
  name: string;
  definition: StateMachine;
  snapshot?: Snapshot;
  history: HistoryEvent[];
  parent?: { execution: Execution; taskId: string };
  /** Executions that it waits for, by task. */
  children: Map<string, Execution>;
}

type Fact = Event extends infer E ? (E extends Event ? Omit<E, 'at' | 'seed'> : never) : never;

interface Pending {
  at: number;
  order: number;
  execution: Execution;
  fact: Fact;
}

interface Stage {
  outside: Outside;
  pending: Pending[];
  executions: Execution[];
  now: number;
  order: number;
}

/** Runs a machine to its end, and all that it has started. The first of the executions is its own. */
export async function play(
  definition: StateMachine,
  name: string,
  input: Json,
  at: number,
  outside: Outside,
): Promise<Execution[]> {
  const stage: Stage = { outside, pending: [], executions: [], now: at, order: 0 };
  start(stage, 'run', definition, name, input);
  for (let next = take(stage); next; next = take(stage)) {
    stage.now = Math.max(stage.now, next.at);
    await deliver(stage, next.execution, next.fact);
  }
  const stuck = stage.executions.find(({ snapshot }) => snapshot!.status === 'RUNNING');
  if (stuck) throw new Error(`${stuck.machine} ${stuck.name} waits for nothing`);
  return stage.executions;
}

const ACCOUNT = 'us-east-1:111111111111';

function start(
  stage: Stage,
  machine: string,
  definition: StateMachine,
  name: string,
  input: Json,
  parent?: Execution['parent'],
): Execution {
  const execution: Execution = {
    machine,
    name,
    definition,
    history: [],
    children: new Map(),
    ...(parent && { parent }),
  };
  stage.executions.push(execution);
  const info = {
    id: `arn:aws:states:${ACCOUNT}:execution:${machine}:${name}`,
    name,
    roleArn: 'arn:aws:iam::111111111111:role/machine',
    stateMachine: { id: `arn:aws:states:${ACCOUNT}:stateMachine:${machine}`, name: machine },
  };
  later(stage, execution, 0, { type: 'executionStarted', execution: info, input });
  return execution;
}

function later(stage: Stage, execution: Execution, delay: number, fact: Fact): void {
  if (delay === Number.POSITIVE_INFINITY) return;
  stage.pending.push({ at: stage.now + delay, order: stage.order++, execution, fact });
}

/** The earliest; of several at one time, the one that was asked for first. */
function take({ pending }: Stage): Pending | undefined {
  const isBefore = (a: Pending, b: Pending) => a.at < b.at || (a.at === b.at && a.order < b.order);
  const first = pending.reduce<Pending | undefined>(
    (best, other) => (best && !isBefore(other, best) ? best : other),
    undefined,
  );
  if (first) pending.splice(pending.indexOf(first), 1);
  return first;
}

async function deliver(stage: Stage, execution: Execution, fact: Fact): Promise<void> {
  const { snapshot } = execution;
  if (snapshot && snapshot.status !== 'RUNNING') return;
  const event = { ...fact, at: stage.now, seed: `${execution.name}:${stage.order}` } as Event;
  const result = await step(execution.definition, snapshot, event);
  execution.snapshot = result.snapshot;
  execution.history.push(...result.historyEvents);
  for (const command of result.commands) await obey(stage, execution, command);
  if (result.snapshot.status !== 'RUNNING') tellParent(stage, execution, result.snapshot);
}

async function obey(stage: Stage, execution: Execution, command: Command): Promise<void> {
  if (command.type === 'startTimer')
    later(stage, execution, command.at - stage.now, { type: 'timerFired', id: command.id });
  if (command.type === 'cancelTimer')
    drop(stage, execution, (fact) => fact.type === 'timerFired' && fact.id === command.id);
  if (command.type === 'scheduleTask') await schedule(stage, execution, command);
  if (command.type === 'cancelTask') await cancel(stage, execution, command.taskId);
}

function drop(stage: Stage, execution: Execution, isMeant: (fact: Fact) => boolean): void {
  stage.pending = stage.pending.filter((each) => each.execution !== execution || !isMeant(each.fact));
}

async function cancel(stage: Stage, execution: Execution, taskId: string): Promise<void> {
  drop(stage, execution, (fact) => 'taskId' in fact && fact.taskId === taskId);
  const child = execution.children.get(taskId);
  execution.children.delete(taskId);
  if (child?.snapshot) await deliver(stage, child, { type: 'executionStopped' });
  else if (child) forget(stage, child);
}

/** It was stopped at the moment of its start, and has never begun. */
function forget(stage: Stage, child: Execution): void {
  drop(stage, child, () => true);
  stage.executions = stage.executions.filter((each) => each !== child);
}

async function schedule(stage: Stage, execution: Execution, task: ScheduleTask): Promise<void> {
  const { taskId, resource } = task;
  if (task.token !== undefined || resource.includes('.sync'))
    later(stage, execution, 0, { type: 'taskSubmitted', taskId, output: {} });
  if (resource.includes(':states:startExecution')) return startChild(stage, execution, task);
  const { FunctionName, Payload } = task.arguments as { FunctionName: string; Payload: JsonObject };
  const answer = await stage.outside.call(nameIn(FunctionName), Payload, stage.now);
  const fact: Fact =
    'error' in answer
      ? { type: 'taskFailed', taskId, error: answer.error, cause: answer.cause }
      : {
          type: 'taskSucceeded',
          taskId,
          output: task.token === undefined ? { Payload: answer.result } : answer.result,
        };
  later(stage, execution, answer.after, fact);
}

/** Of a placeholder such as `${fn_pay}`. */
const nameIn = (placeholder: string): string =>
  /^\$\{(\w+)\}$/.exec(placeholder)?.[1] ?? `no placeholder: ${placeholder}`;

function startChild(stage: Stage, execution: Execution, { taskId, arguments: given }: ScheduleTask): void {
  const { StateMachineArn, Name, Input } = given as { StateMachineArn: string; Name?: string; Input: Json };
  const machine = nameIn(StateMachineArn);
  const definition = stage.outside.machines[machine];
  const error = definition
    ? 'StepFunctions.ExecutionAlreadyExistsException'
    : 'StepFunctions.StateMachineDoesNotExistException';
  if (!definition || stage.executions.some((each) => each.machine === machine && each.name === Name)) {
    later(stage, execution, 0, { type: 'taskFailed', taskId, error, cause: Name ?? machine });
    return;
  }
  const name = Name ?? `${machine}-${stage.order}`;
  execution.children.set(taskId, start(stage, machine, definition, name, Input, { execution, taskId }));
}

/** As `.sync:2` answers. */
function tellParent(stage: Stage, { parent, name }: Execution, { status, output, error, cause }: Snapshot): void {
  if (!parent?.execution.children.delete(parent.taskId)) return;
  const { taskId } = parent;
  const end = { ExecutionArn: name, Name: name, Status: status };
  if (status === 'SUCCEEDED')
    later(stage, parent.execution, 0, { type: 'taskSucceeded', taskId, output: { ...end, Output: output ?? null } });
  else {
    const why = JSON.stringify({ ...end, Error: error, Cause: cause });
    later(stage, parent.execution, 0, { type: 'taskFailed', taskId, error: 'States.TaskFailed', cause: why });
  }
}
