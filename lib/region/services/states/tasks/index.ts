/** Carries out the tasks of executions, through the services of the region and under the role of the machine. */
import type { ScheduleTask } from '../../../../asl/events.ts';
import { isActivity, parseResource } from '../../../../asl/resource.ts';
import type { Json, JsonObject } from '../../../../asl/types.ts';
import type { Principal, Region } from '../../../service.ts';
import { AwsError } from '../../../service.ts';
import type { Activities } from '../activities.ts';
import type { Engine } from '../engine.ts';
import type { Execution, Executions } from '../executions.ts';
import { machineRole } from '../role.ts';
import { TaskFailure } from './failure.ts';
import { integrationFor } from './integrations.ts';
import { startChild } from './start-execution.ts';

export interface Tasks {
  /** Does a task, once more after a restart; `submitted` when only its end is waited for. */
  perform(execution: Execution, task: ScheduleTask, submitted: boolean): void;
  /** Nobody waits for the task any more. */
  cancel(arn: string, taskId: string): void;
  /** An execution has ended: who waits for it is told. */
  ended(execution: Execution): void;
}

/** On whose behalf a task is done. */
export type Caller = Pick<Execution, 'arn' | 'roleArn' | 'machineArn'>;

/** What an integration sees. */
export interface TaskCall {
  region: Region;
  principal: Principal;
  execution: Caller;
  task: ScheduleTask;
  /** Resource without its pattern: `states:startExecution`. */
  name: string;
  arguments: JsonObject;
}

export function tasks(region: Region, store: Executions, activities: Activities, engine: Engine): Tasks {
  const fail = (arn: string, taskId: string, error: unknown): Promise<boolean> =>
    engine.deliver(arn, { type: 'taskFailed', taskId, ...failureOf(region, error) });

  const logged = (error: Error): void => region.log('error', `states: ${error.message}`, { stack: error.stack });

  const run = async (execution: Execution, task: ScheduleTask): Promise<unknown> => {
    const { arn } = execution;
    const { taskId } = task;
    if (isActivity(task.resource)) {
      activities.named(task.resource);
      return activities.offer({ execution: arn, task });
    }
    const call = await callOf(region, execution, task);
    const { pattern } = parseResource(task.resource);
    if (pattern === 'sync') return attach(await startChild(call, store), arn, taskId);
    const output = await integrationFor(call)(call);
    if (pattern === 'waitForTaskToken') return engine.deliver(arn, { type: 'taskSubmitted', taskId, output });
    return engine.deliver(arn, { type: 'taskSucceeded', taskId, output });
  };

  const attach = async (child: Execution, arn: string, taskId: string): Promise<unknown> => {
    const output = { ExecutionArn: child.arn, StartDate: new Date(child.startedAt).toISOString() };
    await engine.deliver(arn, { type: 'taskSubmitted', taskId, output });
    const now = store.get(child.arn) as Execution;
    return now.status === 'RUNNING' ? undefined : report(now);
  };

  /** Tells the task that waits for an execution how it ended. */
  const report = (child: Execution): Promise<unknown> | undefined => {
    const { parent } = child;
    if (!parent) return undefined;
    const { taskId } = parent;
    const output = outcome(child, parent.parsed);
    if (child.status === 'SUCCEEDED')
      return engine.deliver(parent.execution, { type: 'taskSucceeded', taskId, output });
    return engine.deliver(parent.execution, {
      type: 'taskFailed',
      taskId,
      error: 'States.TaskFailed',
      cause: JSON.stringify(output),
    });
  };

  return {
    perform(execution, task, submitted) {
      const { pattern } = parseResource(task.resource);
      if (submitted && (pattern === 'waitForTaskToken' || isActivity(task.resource))) return;
      void region.clock
        .busy(() => run(execution, task))
        .catch((error: unknown) => fail(execution.arn, task.taskId, error))
        .catch(logged);
    },
    cancel(arn, taskId) {
      activities.withdraw(arn, taskId);
      const child = store.childOf({ execution: arn, taskId });
      if (child?.status === 'RUNNING') engine.deliver(child.arn, { type: 'executionStopped' }).catch(logged);
    },
    ended: (execution) => void report(execution)?.catch(logged),
  };
}

/** Does a task that answers at once. Rejects with what `failureOf` reads. */
export async function callTask(region: Region, execution: Caller, task: ScheduleTask): Promise<Json> {
  const call = await callOf(region, execution, task);
  return integrationFor(call)(call);
}

/** How the failure of a task looks to Retry and Catch. */
export function failureOf(region: Region, error: unknown): { error: string; cause?: string } {
  if (error instanceof TaskFailure) {
    return { error: error.name, ...(error.cause !== undefined && { cause: error.cause }) };
  }
  const { message, stack, name } = error as Error;
  if (name === 'ActivityDoesNotExist') return { error: name, cause: message };
  if (!(error instanceof AwsError)) region.log('error', `states: a task failed in the region: ${message}`, { stack });
  return { error: 'States.TaskFailed', cause: message };
}

async function callOf(region: Region, execution: Caller, task: ScheduleTask): Promise<TaskCall> {
  const { type, name, kind } = parseResource(task.resource);
  const service = kind === 'service';
  return {
    region,
    principal: await principalOf(region, execution, task),
    execution,
    task,
    name: service ? `${type}:${name.replace(/\.(waitForTaskToken|sync|sync:2)$/, '')}` : task.resource,
    arguments: task.arguments as JsonObject,
  };
}

/** The role of the machine; or the one that the task names in Credentials, which that role must be able to assume. */
async function principalOf(region: Region, { roleArn, machineArn }: Caller, task: ScheduleTask): Promise<Principal> {
  const own = machineRole(region, roleArn, machineArn);
  const RoleArn = (task.credentials as JsonObject | undefined)?.RoleArn;
  if (typeof RoleArn !== 'string') return own;
  await region.call(own, 'sts', 'AssumeRole', { RoleArn, RoleSessionName: 'states' });
  return region.role(RoleArn, undefined, 'states');
}

/** What a `.sync` task gives: the description of the execution; with `.sync:2`, its input and output parsed. */
function outcome(child: Execution, parsed: boolean): Json {
  const text = (json: string): Json => (parsed ? (JSON.parse(json) as Json) : json);
  return {
    ExecutionArn: child.arn,
    Input: text(child.input),
    InputDetails: { Included: true },
    Name: child.name,
    ...(child.output !== undefined && { Output: text(child.output), OutputDetails: { Included: true } }),
    ...(child.error !== undefined && { Error: child.error }),
    ...(child.cause !== undefined && { Cause: child.cause }),
    RedriveCount: child.redrives,
    StartDate: child.startedAt,
    StateMachineArn: child.machineArn,
    Status: child.status,
    ...(child.stoppedAt !== undefined && { StopDate: child.stoppedAt }),
  };
}
