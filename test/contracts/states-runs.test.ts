/** What runs beside standard executions: Express ones, activities, tests of a state, distributed Maps over real objects. */
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  GetActivityTaskCommand,
  ListMapRunsCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  TestStateCommand,
  UpdateMapRunCommand,
  ValidationException,
} from '@aws-sdk/client-sfn';
import { virtualClock } from '../../lib/region/clock.ts';
import { iam } from '../../lib/region/services/iam.ts';
import { s3 } from '../../lib/region/services/s3/index.ts';
import { states } from '../../lib/region/services/states/index.ts';
import { sts } from '../../lib/region/services/sts.ts';
import { type Started, startRegion } from './region.ts';

const clock = virtualClock();
let started: Started;
let client: SFNClient;
let objects: S3Client;
let roleArn: string;

beforeAll(async () => {
  started = await startRegion({ services: [iam, sts, s3, states], clock });
  // The client would look for `sync-127.0.0.1` to start a synchronous execution.
  client = new SFNClient({ ...started.settings, disableHostPrefix: true });
  objects = new S3Client({ ...started.settings, forcePathStyle: true });
  const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  const trust = { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const properties = {
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
    Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }],
  };
  const place = { stack: 'Test', logicalId: 'Role', asset: (key: string) => key };
  const made = await started.running.service('iam').resources!['AWS::IAM::Role']!.create(properties, place);
  roleArn = String(made.attributes.Arn);
});

afterAll(async () => {
  client.destroy();
  objects.destroy();
  await started.stop();
});

async function machine(name: string, states: object, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): Promise<string> {
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states });
  const command = new CreateStateMachineCommand({ name, definition, roleArn, type });
  return (await client.send(command)).stateMachineArn!;
}

const start = async (stateMachineArn: string, input: object = {}): Promise<string> =>
  (await client.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }))).executionArn!;

const outputOf = async (executionArn: string) => {
  const { status, output, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
  return { status, cause, output: JSON.parse(output ?? 'null') };
};

test('a synchronous Express execution answers the client that started it', async () => {
  const stateMachineArn = await machine(
    'quick',
    { A: { Type: 'Pass', Output: '{% $states.input.a + 1 %}', End: true } },
    'EXPRESS',
  );
  const result = await client.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"a":1}' }));
  expect(result).toMatchObject({ status: 'SUCCEEDED', output: '2', startDate: expect.any(Date) });
});

test('a worker polls for a task and answers it', async () => {
  const { activityArn } = await client.send(new CreateActivityCommand({ name: 'pack' }));
  const polled = client.send(new GetActivityTaskCommand({ activityArn, workerName: 'ann' }));
  const execution = await start(await machine('packing', { A: { Type: 'Task', Resource: activityArn, End: true } }), {
    box: 7,
  });
  const { taskToken, input } = await polled;
  expect(input).toBe('{"box":7}');
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '"packed"' }));
  expect(await outputOf(execution)).toMatchObject({ status: 'SUCCEEDED', output: 'packed' });
});

test('a state is tested with a mock, and a wrong mock is refused', async () => {
  const definition = JSON.stringify({ Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:s3:getObject', Next: 'B' });
  const tested = (result: string) =>
    client.send(new TestStateCommand({ definition, inspectionLevel: 'DEBUG', mock: { result } }));
  expect(await tested('{"ContentLength":3}')).toMatchObject({ status: 'SUCCEEDED', nextState: 'B' });
  await expect(tested('{"ContentLength":"3"}')).rejects.toBeInstanceOf(ValidationException);
});

test('a distributed Map reads objects, writes its results, and can be watched and changed', async () => {
  await objects.send(new CreateBucketCommand({ Bucket: 'data' }));
  for (const name of ['one', 'two']) {
    await objects.send(new PutObjectCommand({ Bucket: 'data', Key: `in/${name}`, Body: '[{"n":1},{"n":2}]' }));
  }
  const stateMachineArn = await machine('rows', {
    Each: {
      Type: 'Map',
      MaxConcurrency: 1,
      ItemReader: {
        Resource: 'arn:aws:states:::s3:listObjectsV2',
        Arguments: { Bucket: 'data', Prefix: 'in/' },
        ReaderConfig: { InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' },
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Hold',
        States: { Hold: { Type: 'Wait', Seconds: 60, Output: '{% $states.input.n %}', End: true } },
      },
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Arguments: { Bucket: 'data', Prefix: 'out' },
        WriterConfig: { OutputType: 'JSONL', Transformation: 'COMPACT' },
      },
      End: true,
    },
  });
  const executionArn = await start(stateMachineArn);
  await clock.advance(1000);
  const { mapRuns } = await client.send(new ListMapRunsCommand({ executionArn }));
  const mapRunArn = mapRuns![0]!.mapRunArn;
  await client.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 4 }));
  const watched = await client.send(new DescribeMapRunCommand({ mapRunArn }));
  expect(watched).toMatchObject({ status: 'RUNNING', itemCounts: { total: 4, running: 4 } });
  await clock.advance(61_000);
  const { output } = await outputOf(executionArn);
  const stored = async (Key: string) =>
    (await objects.send(new GetObjectCommand({ Bucket: 'data', Key }))).Body!.transformToString();
  const { ResultFiles } = JSON.parse(await stored(output.ResultWriterDetails.Key));
  expect(await stored(ResultFiles.SUCCEEDED[0].Key)).toBe('1\n2\n1\n2\n');
});
