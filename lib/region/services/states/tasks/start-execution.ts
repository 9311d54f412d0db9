import { createHash } from 'node:crypto';
import type { Json } from '../../../../asl/types.ts';
import type { Execution, Executions } from '../executions.ts';
import { withMetadata } from './answer.ts';
import { optimizedFailure } from './failure.ts';
import type { TaskCall } from './index.ts';

const CLIENT = { prefix: 'StepFunctions', service: 'AWSStepFunctions', generic: 'AWSStepFunctionsException' };

/** `states:startExecution`: starts an execution and goes on. */
export async function startExecution(call: TaskCall): Promise<Json> {
  const { executionArn, startDate } = await start(call, {});
  return withMetadata(call.region, { ExecutionArn: executionArn, StartDate: startDate });
}

/**
 * Starts the execution that a `.sync` task waits for, or finds it where it was started before a restart. Without a name
 * of its own it gets one from the task, so that starting again finds the same.
 */
export async function startChild(call: TaskCall, store: Executions): Promise<Execution> {
  const { execution, task } = call;
  const parent = { execution: execution.arn, taskId: task.taskId, parsed: task.resource.endsWith('.sync:2') };
  const known = store.childOf(parent);
  if (known) return known;
  const name = createHash('sha256').update(`${execution.arn} ${task.taskId}`).digest('hex').slice(0, 36);
  const { executionArn } = await start(call, { name });
  const child: Execution = { ...(store.get(executionArn) as Execution), parent };
  store.put(child);
  return child;
}

async function start(call: TaskCall, defaults: object): Promise<{ executionArn: string; startDate: Date }> {
  const { region, principal, arguments: input } = call;
  try {
    return await region.call(principal, 'states', 'StartExecution', { ...defaults, ...request(input) });
  } catch (error) {
    throw optimizedFailure(region, CLIENT, error);
  }
}

function request({ StateMachineArn, Name, Input, TraceHeader }: TaskCall['arguments']): object {
  return {
    stateMachineArn: StateMachineArn,
    ...(Name !== undefined && { name: Name }),
    ...(Input !== undefined && { input: typeof Input === 'string' ? Input : JSON.stringify(Input) }),
    ...(TraceHeader !== undefined && { traceHeader: TraceHeader }),
  };
}
