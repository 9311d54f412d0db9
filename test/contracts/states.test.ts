import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  InvalidDefinition,
  ListExecutionsCommand,
  PublishStateMachineVersionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { virtualClock } from '../../lib/region/clock.ts';
import { iam } from '../../lib/region/services/iam.ts';
import { sqs } from '../../lib/region/services/sqs/index.ts';
import { states } from '../../lib/region/services/states/index.ts';
import { sts } from '../../lib/region/services/sts.ts';
import { type Started, startRegion } from './region.ts';

const clock = virtualClock();
let started: Started;
let client: SFNClient;
let queues: SQSClient;
let made = 0;

beforeAll(async () => {
  started = await startRegion({ services: [iam, sts, sqs, states], clock });
  client = new SFNClient(started.settings);
  queues = new SQSClient(started.settings);
});

afterAll(async () => {
  client.destroy();
  queues.destroy();
  await started.stop();
});

/** A role of the region that may do what the statements say. */
async function role(...statements: object[]): Promise<string> {
  const type = started.running.service('iam').resources?.['AWS::IAM::Role'];
  const trust = { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const document = { Version: '2012-10-17', Statement: statements };
  const Policies = statements.length ? [{ PolicyName: 'own', PolicyDocument: document }] : [];
  const place = { stack: 'Test', logicalId: `Role${++made}`, asset: (key: string) => key };
  const AssumeRolePolicyDocument = { Version: '2012-10-17', Statement: [trust] };
  const resource = await type!.create({ AssumeRolePolicyDocument, Policies }, place);
  return String(resource.attributes.Arn);
}

const single = (state: object) =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { End: true, ...state } } });

async function machine(definition: string, roleArn?: string): Promise<string> {
  const command = { name: `machine-${++made}`, definition, roleArn: roleArn ?? (await role()) };
  return (await client.send(new CreateStateMachineCommand(command))).stateMachineArn!;
}

const start = async (stateMachineArn: string, input: object = {}, name?: string): Promise<string> =>
  (await client.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name }))).executionArn!;

const describeExecution = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }));

test('an execution runs in virtual time and its dates are dates', async () => {
  const arn = await start(await machine(single({ Type: 'Wait', Seconds: 3600, Output: '{% $states.input.a + 1 %}' })), {
    a: 1,
  });
  await clock.advance(3_600_000);
  const { status, output, startDate, stopDate } = await describeExecution(arn);
  expect([status, output]).toEqual(['SUCCEEDED', '2']);
  expect(stopDate!.getTime() - startDate!.getTime()).toBe(3_600_000);
});

test('an execution started on a version keeps the definition of that version', async () => {
  const stateMachineArn = await machine(single({ Type: 'Pass', Output: 'old' }));
  const { stateMachineVersionArn } = await client.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
  await client.send(
    new UpdateStateMachineCommand({ stateMachineArn, definition: single({ Type: 'Pass', Output: 'new' }) }),
  );
  expect((await describeExecution(await start(stateMachineVersionArn!))).output).toBe('"old"');
  expect((await describeExecution(await start(stateMachineArn))).output).toBe('"new"');
});

test('errors are the exceptions that the client knows', async () => {
  const stateMachineArn = await machine(single({ Type: 'Wait', Seconds: 60 }));
  await start(stateMachineArn, { a: 1 }, 'once');
  await expect(start(stateMachineArn, { a: 2 }, 'once')).rejects.toBeInstanceOf(ExecutionAlreadyExists);
  await expect(start(`${stateMachineArn}x`)).rejects.toBeInstanceOf(StateMachineDoesNotExist);
  await expect(machine('{}')).rejects.toBeInstanceOf(InvalidDefinition);
});

test('a callback travels by a queue, under the rights of the role', async () => {
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: 'asks' }));
  const attributes = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const ask = single({
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Arguments: { QueueUrl, MessageBody: { token: '{% $states.context.Task.Token %}' } },
  });
  const allowed = await role({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: attributes.Attributes!.QueueArn });
  const arn = await start(await machine(ask, allowed));
  await clock.advance(1);
  const { Messages } = await queues.send(new ReceiveMessageCommand({ QueueUrl }));
  const { token: taskToken } = JSON.parse(Messages![0]!.Body!);
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
  expect(await describeExecution(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"approved":true}' });

  const denied = await start(await machine(ask));
  await clock.advance(1);
  const { status, error, cause } = await describeExecution(denied);
  expect([status, error]).toEqual(['FAILED', 'SQS.AmazonSQSException']);
  expect(cause).toMatch(/is not authorized to perform: sqs:SendMessage/i);
});

test('history and lists come in pages', async () => {
  const stateMachineArn = await machine(single({ Type: 'Pass' }));
  const executionArn = await start(stateMachineArn);
  await start(stateMachineArn);
  const page = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 3 }));
  const rest = await client.send(new GetExecutionHistoryCommand({ executionArn, nextToken: page.nextToken }));
  expect([...page.events!, ...rest.events!].map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'PassStateEntered',
    'PassStateExited',
    'ExecutionSucceeded',
  ]);
  expect(page.events![0]!.timestamp).toBeInstanceOf(Date);
  const list = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1 }));
  expect(list.executions).toHaveLength(1);
  expect(list.nextToken).toBeDefined();
});

test('a definition is validated without being stored', async () => {
  const { result, diagnostics } = await client.send(
    new ValidateStateMachineDefinitionCommand({ definition: single({ Type: 'Pass', Output: '{% phone %}' }) }),
  );
  expect(result).toBe('FAIL');
  expect(diagnostics).toMatchObject([{ severity: 'ERROR', code: 'UNSUPPORTED_JSONATA_EXPRESSION' }]);
});
