import type { Json } from '../../../../asl/types.ts';
import { dynamodb } from './dynamodb.ts';
import { events } from './events.ts';
import { TaskFailure } from './failure.ts';
import type { TaskCall } from './index.ts';
import { invokeDirectly, invokeLambda } from './lambda.ts';
import { readObject, writeObject } from './s3.ts';
import { sdk } from './sdk.ts';
import { sendMessage } from './sqs.ts';
import { startExecution } from './start-execution.ts';

/** Does what a task asks for. Throws a TaskFailure with the names that Retry and Catch see. */
export type Integration = (call: TaskCall) => Promise<Json>;

const INTEGRATIONS: Record<string, Integration> = {
  'lambda:invoke': invokeLambda,
  'states:startExecution': startExecution,
  'events:putEvents': events,
  'sqs:sendMessage': sendMessage,
  'dynamodb:getItem': dynamodb,
  'dynamodb:putItem': dynamodb,
  'dynamodb:updateItem': dynamodb,
  'dynamodb:deleteItem': dynamodb,
  's3:getObject': readObject,
  's3:listObjectsV2': readObject,
  's3:putObject': writeObject,
};

export function integrationFor({ name }: TaskCall): Integration {
  if (name.startsWith('aws-sdk:')) return sdk;
  if (/^arn:aws[\w-]*:lambda:/.test(name)) return invokeDirectly;
  const found = INTEGRATIONS[name];
  if (found) return found;
  return () => Promise.reject(new TaskFailure('States.Runtime', `The local region has no integration ${name}`));
}
