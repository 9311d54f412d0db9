/** Task results for a run without services. */
import { isDeepStrictEqual } from 'node:util';
import type { ScheduleTask } from './events.ts';
import { parseResource } from './resource.ts';
import type { Json, JsonObject } from './types.ts';
import { isObject } from './types.ts';

/** The result of one attempt of the task of a state. */
export interface TaskMock {
  state: string;
  /** The attempt whose arguments these are takes this result; else attempts take results in their order. */
  input?: Json;
  return?: Json;
  throw?: { error?: string | null; cause?: string | null };
}

export interface LambdaMock {
  behaviour: string;
  errorType?: string;
  errorMessage?: string;
  seconds?: number;
}

export interface Mocks {
  tasks?: TaskMock[];
  /** By function name or ARN. */
  lambdas?: Record<string, LambdaMock>;
  /** Text of objects, by bucket and key. */
  s3?: Record<string, Record<string, string>>;
}

type Fact =
  | { type: 'taskSucceeded'; taskId: string; output: Json }
  | { type: 'taskFailed'; taskId: string; error?: string; cause?: string };

/** Answers each task, with the milliseconds that it takes. A task that no mock answers fails and says so. */
export function answerer(mocks: Mocks): (task: ScheduleTask) => { delay: number; fact: Fact } {
  const left = [...(mocks.tasks ?? [])];
  return (task) => {
    const row = takeRow(left, task);
    if (row) return { delay: 0, fact: fromRow(task, row) };
    const lambda = lambdaOf(task, mocks.lambdas ?? {});
    if (lambda) return { delay: (lambda.seconds ?? 0) * 1000, fact: fromLambda(task, lambda) };
    return { delay: 0, fact: fromS3(task, mocks.s3 ?? {}) ?? unmocked(task) };
  };
}

function takeRow(left: TaskMock[], task: ScheduleTask): TaskMock | undefined {
  const same = left.findIndex((row) => row.state === task.state && isDeepStrictEqual(row.input, task.arguments));
  const index = same >= 0 ? same : left.findIndex((row) => row.state === task.state);
  return index < 0 ? undefined : left.splice(index, 1)[0];
}

const succeeded = ({ taskId }: ScheduleTask, output: Json): Fact => ({ type: 'taskSucceeded', taskId, output });

const failed = ({ taskId }: ScheduleTask, error?: string | null, cause?: string | null): Fact => ({
  type: 'taskFailed',
  taskId,
  ...(error != null && { error }),
  ...(cause != null && { cause }),
});

const fromRow = (task: ScheduleTask, row: TaskMock): Fact =>
  row.throw ? failed(task, row.throw.error, row.throw.cause) : succeeded(task, row.return ?? null);

const nameOf = (arn: string): string => arn.split(':function:').at(-1) as string;

function lambdaOf(task: ScheduleTask, lambdas: Record<string, LambdaMock>): LambdaMock | undefined {
  const { kind, type } = parseResource(task.resource);
  const target =
    kind === 'lambda' ? task.resource : type === 'lambda' ? (task.arguments as JsonObject).FunctionName : '';
  const name = nameOf(String(target));
  return Object.entries(lambdas).find(([key]) => nameOf(key) === name)?.[1];
}

function fromLambda(task: ScheduleTask, lambda: LambdaMock): Fact {
  const whole = parseResource(task.resource).kind === 'lambda';
  const payload = whole ? task.arguments : ((task.arguments as JsonObject).Payload ?? {});
  if (lambda.behaviour === 'throw') return failed(task, lambda.errorType, thrown(lambda));
  if (!['echo', 'sleep'].includes(lambda.behaviour)) return unmocked(task);
  return succeeded(task, whole ? payload : { ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 });
}

/** The payload of an error as the Python runtime of Lambda writes it. */
const thrown = ({ errorMessage = '', errorType = 'Exception' }: LambdaMock): string =>
  JSON.stringify({
    errorMessage,
    errorType,
    requestId: '00000000-0000-4000-8000-000000000000',
    stackTrace: [`  File "/var/task/handler.py", line 2, in handler\n    raise ${errorType}("${errorMessage}")\n`],
  });

function fromS3(task: ScheduleTask, s3: Record<string, Record<string, string>>): Fact | undefined {
  if (!/:s3:(getObject|listObjectsV2|putObject)$/.test(task.resource) || !isObject(task.arguments)) return undefined;
  const { Bucket, Key, Prefix } = task.arguments;
  const objects = s3[String(Bucket)];
  if (!objects) return undefined;
  if (task.resource.endsWith('putObject')) return succeeded(task, { Bucket: Bucket ?? null, Key: Key ?? null });
  if (task.resource.endsWith('listObjectsV2'))
    return succeeded(task, { Contents: listing(objects, String(Prefix ?? '')) });
  const body = objects[String(Key)];
  return body === undefined
    ? failed(task, 'S3.NoSuchKeyException', 'The specified key does not exist. (Service: S3, Status Code: 404)')
    : succeeded(task, { Body: body });
}

const listing = (objects: Record<string, string>, prefix: string): Json =>
  Object.entries(objects)
    .filter(([key]) => key.startsWith(prefix))
    .map(([Key, text]) => ({ Key, Size: Buffer.byteLength(text) }));

const unmocked = (task: ScheduleTask): Fact =>
  failed(
    task,
    'Countersign.NotMocked',
    `The mocks have no result left for the state '${task.state}' (${task.resource}): add a row to "tasks" with it`,
  );
