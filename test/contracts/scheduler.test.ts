import {
  ConflictException,
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { virtualClock } from '../../lib/region/clock.ts';
import { iam } from '../../lib/region/services/iam.ts';
import { scheduler } from '../../lib/region/services/scheduler/index.ts';
import { sqs } from '../../lib/region/services/sqs/index.ts';
import { type Started, startRegion } from './region.ts';

const clock = virtualClock(Date.now());
let started: Started;
let client: SchedulerClient;
let queues: SQSClient;
let QueueUrl: string;
let Arn: string;
let RoleArn: string;

beforeAll(async () => {
  started = await startRegion({ services: [iam, sqs, scheduler], clock });
  client = new SchedulerClient(started.settings);
  queues = new SQSClient(started.settings);
  QueueUrl = (await queues.send(new CreateQueueCommand({ QueueName: 'due' }))).QueueUrl!;
  Arn = `arn:aws:sqs:eu-central-1:${started.running.region.account}:due`;
  RoleArn = await role({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: Arn });
});

afterAll(async () => {
  client.destroy();
  queues.destroy();
  await started.stop();
});

/** A role that Scheduler may assume, made as a template makes it. */
async function role(Statement: object): Promise<string> {
  const trust = { Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const properties = {
    RoleName: 'scheduler',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
    Policies: [{ PolicyName: 'send', PolicyDocument: { Version: '2012-10-17', Statement: [Statement] } }],
  };
  const place = { stack: 'Test', logicalId: 'Role', asset: (key: string) => key };
  const made = await started.running.service('iam').resources!['AWS::IAM::Role']!.create(properties, place);
  return String(made.attributes.Arn);
}

const create = (Name: string, more: object = {}) =>
  client.send(
    new CreateScheduleCommand({
      Name,
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn, RoleArn, Input: JSON.stringify({ name: Name }) },
      ...more,
    }),
  );

test('a schedule sends as its role when its time has come', async () => {
  const StartDate = new Date(clock.now() + 3_600_000);
  await create('hourly', { StartDate });
  await clock.advance(3_600_000);
  const { Messages } = await queues.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages).toMatchObject([{ Body: '{"name":"hourly"}' }]);
  await client.send(new DeleteScheduleCommand({ Name: 'hourly' }));
});

test('a schedule is read back as it was made, in its group', async () => {
  await client.send(new CreateScheduleGroupCommand({ Name: 'tenant' }));
  const StartDate = new Date(Math.floor(clock.now() / 1000) * 1000 + 3_600_000);
  await create('kept', { GroupName: 'tenant', StartDate, ScheduleExpressionTimezone: 'Europe/Berlin' });
  const read = await client.send(new GetScheduleCommand({ Name: 'kept', GroupName: 'tenant' }));
  expect(read).toMatchObject({
    StartDate,
    ScheduleExpressionTimezone: 'Europe/Berlin',
    State: 'ENABLED',
    CreationDate: expect.any(Date),
  });
  expect((await client.send(new ListSchedulesCommand({ GroupName: 'tenant' }))).Schedules).toMatchObject([
    { Name: 'kept' },
  ]);
});

test('what is wrong comes back as the class of error that the SDK knows', async () => {
  const StartDate = new Date(clock.now() + 86_400_000);
  await create('twice', { StartDate, ClientToken: 'one' });
  await expect(create('twice', { StartDate, ClientToken: 'two' })).rejects.toBeInstanceOf(ConflictException);
  const missing = client.send(new GetScheduleCommand({ Name: 'none' }));
  await expect(missing).rejects.toBeInstanceOf(ResourceNotFoundException);
});
