import { AwsError } from '../../../lib/region/service.ts';
import { payload, single, stand } from './standing.ts';

const task = (resource: string, values: object) =>
  single({ Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments: values, End: true });

async function outcome(definition: object, answer: () => unknown) {
  const it = stand();
  it.region.answer = answer;
  const arn = await it.start(await it.machine(definition));
  await it.region.clock.runUntilIdle();
  return { sent: it.region.sent[0], arn, execution: await it.describe(arn) };
}

test('a body for a queue that is not text is sent as JSON', async () => {
  const { sent } = await outcome(task('sqs:sendMessage', { QueueUrl: 'q', MessageBody: { a: 1 } }), () => ({
    MessageId: 'm',
  }));
  expect(sent).toMatchObject({
    service: 'sqs',
    operation: 'SendMessage',
    input: { QueueUrl: 'q', MessageBody: '{"a":1}' },
  });
});

test('an event carries its detail as JSON and the execution among its resources', async () => {
  const entry = { Source: 's', DetailType: 't', Detail: { a: 1 } };
  const { sent, arn } = await outcome(task('events:putEvents', { Entries: [entry] }), () => ({
    FailedEntryCount: 0,
    Entries: [{ EventId: 'e' }],
  }));
  expect(sent?.input.Entries).toMatchObject([{ Source: 's', Detail: '{"a":1}' }]);
  expect(sent?.input.Entries[0].Resources).toContain(arn);
});

test('an event that is refused fails the task', async () => {
  const answer = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InvalidArgument' }] };
  const { execution } = await outcome(task('events:putEvents', { Entries: [{}] }), () => answer);
  expect(execution).toMatchObject({ error: 'EventBridge.FailedEntry', cause: JSON.stringify(answer) });
});

test.each([
  ['ConditionalCheckFailedException', 'DynamoDB.ConditionalCheckFailedException'],
  ['ValidationException', 'DynamoDB.AmazonDynamoDBException'],
  ['AccessDeniedException', 'DynamoDB.AmazonDynamoDBException'],
])('%s of DynamoDB is %s', async (code, name) => {
  const { execution } = await outcome(task('dynamodb:putItem', { TableName: 't', Item: {} }), () => {
    throw new AwsError(code, 'no');
  });
  expect(execution.error).toBe(name);
  expect(execution.cause).toMatch(`no (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ${code}; Request ID: `);
});

test('any operation can be called through aws-sdk, and its errors have the names of the SDK integration', async () => {
  const { sent, execution } = await outcome(task('aws-sdk:s3:getObject', { Bucket: 'b', Key: 'k' }), () => {
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  });
  expect(sent).toMatchObject({ service: 's3', operation: 'GetObject' });
  expect(execution.error).toBe('S3.NoSuchKeyException');
  expect(execution.cause).toMatch(/^The specified key does not exist. \(Service: S3, Status Code: 404, Request ID: /);
});

test('bytes and times of an answer become text', async () => {
  const at = new Date(Date.UTC(2026, 0, 1));
  const answer = () => ({ Body: payload({ a: 1 }), LastModified: at });
  const { execution } = await outcome(task('aws-sdk:s3:getObject', { Bucket: 'b', Key: 'k' }), answer);
  expect(JSON.parse(execution.output)).toEqual({ Body: '{"a":1}', LastModified: '2026-01-01T00:00:00.000Z' });
});

test('Step Functions itself is called with the members of its API', async () => {
  const definition = task('aws-sdk:sfn:describeExecution', { ExecutionArn: '{% $states.context.Execution.Id %}' });
  const { execution, arn } = await outcome(definition, () => ({}));
  expect(JSON.parse(execution.output)).toMatchObject({ ExecutionArn: arn, Status: 'RUNNING' });
});

test('the ARN of a function as the resource gives what the function returned', async () => {
  const arn = 'arn:aws:lambda:eu-central-1:000000000000:function:work';
  const definition = single({ Type: 'Task', Resource: arn, Arguments: { a: 1 }, End: true });
  const { sent, execution } = await outcome(definition, () => ({ StatusCode: 200, Payload: payload([1, 2]) }));
  expect(sent?.input.FunctionName).toBe(arn);
  expect(execution.output).toBe('[1,2]');
});

test('an integration that the region does not have fails the task and names it', async () => {
  const { execution } = await outcome(task('glue:startJobRun', { JobName: 'j' }), () => ({}));
  expect(execution).toMatchObject({ status: 'FAILED', cause: 'The local region has no integration glue:startJobRun' });
});

test('an error without a type is Lambda.Unknown and shows what came back', async () => {
  const definition = task('lambda:invoke', { FunctionName: 'f' });
  const { execution } = await outcome(definition, () => ({
    StatusCode: 200,
    FunctionError: 'Unhandled',
    Payload: payload({ oops: 1 }),
  }));
  expect(execution.error).toBe('Lambda.Unknown');
  expect(execution.cause).toContain('Returned payload: {"oops":1}');
});
