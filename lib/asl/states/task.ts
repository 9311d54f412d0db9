import { conclude } from '../conclude.ts';
import type { Place } from '../data.ts';
import { argumentsOf, bindingsOf, numberOf, scopeOf, usesJsonata } from '../data.ts';
import type { ScheduleTask } from '../events.ts';
import { Failure } from '../failure.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import { fill } from '../jsonpath/template.ts';
import { limitPayload } from '../limits.ts';
import { isActivity, parseResource } from '../resource.ts';
import type { Waiting } from '../snapshot.ts';
import { recordScheduled, recordStarted, recordTask } from '../task-history.ts';
import type { Json } from '../types.ts';
import type { Work } from '../work.ts';
import { cancelTimer, nextId, startTimer } from '../work.ts';
import type { Answer, StateKind } from './index.ts';

/** Has work done outside, and waits for its result. */
export const task: StateKind = {
  async attempt(place) {
    const command = await commandOf(place);
    recordScheduled(place, command);
    schedule(place, command, 'task');
  },
  async resume(place, answer) {
    const waiting = place.frame.waiting as Waiting & { kind: 'task' };
    if (answer.kind === 'submitted') return submitted(place, waiting, answer.output);
    if (answer.kind === 'started') return started(place, waiting, answer.workerName);
    if (answer.kind === 'heartbeat') return restartHeartbeat(place, waiting);
    const output = outputOf(place, answer, waiting);
    cancelTimer(place.work, waiting.timeout);
    cancelTimer(place.work, waiting.heartbeat);
    await conclude({ ...place, ...(waiting.command.token && { token: waiting.command.token }) }, output);
  },
};

async function commandOf(place: Place): Promise<ScheduleTask> {
  const { work, frame, state } = place;
  const resource = state.Resource as string;
  const answered = isActivity(resource) || parseResource(resource).pattern !== 'requestResponse';
  const token = !answered ? undefined : `AQ${work.random.hex(96)}`;
  // A worker's token is its own: the context object does not show it.
  const within = { ...place, ...(token && !isActivity(resource) && { token }) };
  const timeoutSeconds = await secondsOf(within, 'TimeoutSeconds');
  const heartbeatSeconds = await secondsOf(within, 'HeartbeatSeconds');
  const credentials = await credentialsOf(within);
  return {
    type: 'scheduleTask',
    taskId: nextId(work, 'task'),
    resource,
    arguments: await argumentsOf(within),
    state: frame.state,
    ...(token && { token }),
    ...(credentials !== undefined && { credentials }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(heartbeatSeconds !== undefined && { heartbeatSeconds }),
    ...(frame.item && { mapIndex: frame.item.index }),
  };
}

const secondsOf = (place: Place, field: 'TimeoutSeconds' | 'HeartbeatSeconds'): Promise<number | undefined> =>
  numberOf(place, field);

async function credentialsOf(place: Place): Promise<Json | undefined> {
  const { Credentials } = place.state;
  if (Credentials === undefined) return undefined;
  if (usesJsonata(place)) return evaluateTemplate(Credentials, 'Credentials', bindingsOf(place));
  return fill(Credentials, scopeOf(place, place.frame.input));
}

/** Hands a task to the outside and starts its clocks. */
export function schedule({ work, frame }: Place, command: ScheduleTask, purpose: 'task' | 'read' | 'write'): void {
  const { timeoutSeconds } = command;
  work.commands.push(command);
  frame.waiting = {
    kind: 'task',
    purpose,
    command,
    ...(timeoutSeconds !== undefined && { timeout: startTimer(work, work.event.at + timeoutSeconds * 1000) }),
    // Of an activity it is counted from when a worker takes the task.
    ...(!isActivity(command.resource) && heartbeatOf(work, command)),
  };
}

const heartbeatOf = (work: Work, { heartbeatSeconds }: ScheduleTask): { heartbeat?: string } =>
  heartbeatSeconds === undefined ? {} : { heartbeat: startTimer(work, work.event.at + heartbeatSeconds * 1000) };

/** A worker has taken the task. */
function started({ work, frame }: Place, waiting: Waiting & { kind: 'task' }, workerName?: string): void {
  if (waiting.submitted) return;
  recordStarted({ work, frame }, workerName);
  frame.waiting = { ...waiting, submitted: true, ...heartbeatOf(work, waiting.command) };
}

function submitted(place: Place, waiting: Waiting & { kind: 'task' }, output: Json): void {
  recordTask(place, waiting.command, 'Submitted', { output });
  place.frame.waiting = { ...waiting, submitted: true };
}

function restartHeartbeat({ work, frame }: Place, waiting: Waiting & { kind: 'task' }): void {
  if (waiting.heartbeat === undefined) return;
  cancelTimer(work, waiting.heartbeat);
  frame.waiting = { ...waiting, ...heartbeatOf(work, waiting.command) };
}

/** The result of the task. @throws Failure when it failed, took too long, or gave too much */
function outputOf(place: Place, answer: Answer, waiting: Waiting & { kind: 'task' }): Json {
  const { command } = waiting;
  if (isActivity(command.resource) && !waiting.submitted && answer.kind !== 'timer') recordStarted(place);
  if (answer.kind === 'succeeded') {
    const { kind, type } = parseResource(command.resource);
    limitPayload(answer.output, kind === 'service' ? type.replace(/^aws-sdk:/, '') : command.resource, true);
    recordTask(place, command, 'Succeeded', { output: answer.output });
    return answer.output;
  }
  if (answer.kind === 'timer') return timedOut(place, waiting, answer.id);
  const { error, cause } = answer as Answer & { kind: 'failed' };
  recordTask(place, command, error === 'States.Timeout' ? 'TimedOut' : 'Failed', { error, cause });
  throw new Failure(error, cause, { task: true });
}

function timedOut(place: Place, { command, heartbeat }: Waiting & { kind: 'task' }, timer: string): never {
  place.work.commands.push({ type: 'cancelTask', taskId: command.taskId });
  recordTask(place, command, 'TimedOut', { error: 'States.Timeout' });
  throw new Failure('States.Timeout', undefined, { task: true, heartbeat: timer === heartbeat });
}
