/** Callbacks of tasks that wait for their token. */
import * as z from 'zod';
import { PAYLOAD_LIMIT } from '../../../asl/limits.ts';
import type { Json } from '../../../asl/types.ts';
import type { Call, Operation } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { operation } from '../../shape.ts';
import type { Fact } from './engine.ts';
import type { States } from './states.ts';

const taskToken = z.string().max(2048);
const success = z.strictObject({ taskToken, output: z.string() });
const failure = z.strictObject({
  taskToken,
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});
const heartbeat = z.strictObject({ taskToken });

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export function answering(states: States): Record<string, Operation> {
  return {
    ...operation('SendTaskSuccess', success, ({ taskToken, output }, call) =>
      answer(states, call, 'SendTaskSuccess', taskToken, (taskId) => ({
        type: 'taskSucceeded',
        taskId,
        output: parse(output),
      })),
    ),
    ...operation('SendTaskFailure', failure, ({ taskToken, error, cause }, call) =>
      answer(states, call, 'SendTaskFailure', taskToken, (taskId) => ({
        type: 'taskFailed',
        taskId,
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      })),
    ),
    ...operation('SendTaskHeartbeat', heartbeat, ({ taskToken }, call) =>
      answer(states, call, 'SendTaskHeartbeat', taskToken, (taskId) => ({ type: 'taskHeartbeat', taskId })),
    ),
  };
}

function parse(output: string): Json {
  if (Buffer.byteLength(output) > PAYLOAD_LIMIT) {
    throw new AwsError('InvalidOutput', `Invalid Output: 'The output is larger than ${PAYLOAD_LIMIT} bytes'`);
  }
  try {
    return JSON.parse(output) as Json;
  } catch (error) {
    throw new AwsError('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
  }
}

async function answer(
  { executions, engine }: States,
  call: Call,
  action: string,
  token: string,
  fact: (taskId: string) => Fact,
): Promise<object> {
  const known = executions.token(token);
  const execution = known && executions.get(known.execution);
  if (!known || !execution) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  call.authorize(`states:${action}`, execution.machineArn);
  const gone = execution.status !== 'RUNNING' || !(await engine.awaits(execution.arn, known.task));
  if (gone) throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  await engine.deliver(execution.arn, fact(known.task));
  return {};
}
