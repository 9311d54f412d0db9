import { beforeEach, expect, test } from '@jest/globals';
import { AwsError, type Service } from '../../../lib/region/service.ts';
import { scheduler } from '../../../lib/region/services/scheduler/index.ts';
import { FakeRegion, place } from '../fake-region.ts';

const lambda = 'arn:aws:lambda:eu-central-1:000000000000:function:remind';
const RoleArn = 'arn:aws:iam::000000000000:role/scheduler';
const arn = 'arn:aws:scheduler:eu-central-1:000000000000:schedule/default/remind';
const minute = 60_000;

let region: FakeRegion;
let service: Service;
// biome-ignore lint/suspicious/noExplicitAny: answers have the shapes of the SDK
const run = (operation: string, input: object): Promise<any> => region.run(service, operation, input);
const create = (ScheduleExpression: string, more: object = {}, target: object = {}) =>
  run('CreateSchedule', {
    Name: 'remind',
    ScheduleExpression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: lambda, RoleArn, Input: '{"x":1}', ...target },
    ...more,
  });
const times = () => region.sent.length;

beforeEach(() => {
  region = new FakeRegion();
  service = scheduler(region);
});

test('a one-time schedule calls its target once, as its role, and goes when it should', async () => {
  await create('at(2026-01-05T09:30:00)', { ActionAfterCompletion: 'DELETE' });
  await region.clock.advance(30 * minute - 1);
  expect(times()).toBe(0);
  await region.clock.advance(1);
  expect(region.sent).toMatchObject([
    {
      principal: { kind: 'role', arn: RoleArn },
      service: 'lambda',
      operation: 'Invoke',
      input: { FunctionName: lambda, InvocationType: 'Event' },
    },
  ]);
  await region.clock.advance(60 * minute);
  expect(times()).toBe(1);
  await expect(run('GetSchedule', { Name: 'remind' })).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

test('a time is one of its zone', async () => {
  await create('at(2026-01-05T10:30:00)', { ScheduleExpressionTimezone: 'Europe/Berlin' });
  await region.clock.advance(30 * minute);
  expect(times()).toBe(1);
});

test('a rate begins at once and ends at its end', async () => {
  await create('rate(10 minutes)', { EndDate: new Date(region.clock.now() + 25 * minute) });
  await region.clock.advance(60 * minute);
  expect(times()).toBe(3);
});

test('a rate begins at its start', async () => {
  await create('rate(10 minutes)', { StartDate: new Date(region.clock.now() + 15 * minute) });
  await region.clock.advance(25 * minute);
  expect(times()).toBe(2);
});

test('a flexible window moves the call, not past its end', async () => {
  await create('at(2026-01-05T09:10:00)', { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } });
  await region.clock.advance(10 * minute - 1);
  expect(times()).toBe(0);
  await region.clock.advance(5 * minute);
  expect(times()).toBe(1);
});

test('the input may name the schedule, its time and the attempt', async () => {
  const Input =
    '{"a":"<aws.scheduler.schedule-arn>","t":"<aws.scheduler.scheduled-time>","n":"<aws.scheduler.attempt-number>"}';
  await create('at(2026-01-05T09:10:00)', {}, { Input });
  await region.clock.advance(10 * minute);
  expect(JSON.parse(region.sent[0]!.input.Payload)).toEqual({ a: arn, t: '2026-01-05T09:10:00Z', n: '1' });
});

test('any operation of the region can be the target', async () => {
  const Input = '{"TableName":"t"}';
  await create('rate(1 day)', {}, { Arn: 'arn:aws:scheduler:::aws-sdk:dynamodb:deleteItem', Input });
  await region.clock.advance(0);
  expect(region.sent).toMatchObject([{ service: 'dynamodb', operation: 'DeleteItem', input: { TableName: 't' } }]);
});

test('a failed call is tried again, and in the end is a dead letter, put as the role', async () => {
  region.answer = ({ service }) => {
    if (service === 'lambda') throw new AwsError('ServiceException', 'down', 500);
  };
  const target = {
    RetryPolicy: { MaximumRetryAttempts: 1 },
    DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-central-1:000000000000:dead' },
  };
  await create('at(2026-01-05T09:10:00)', {}, target);
  await region.clock.advance(20 * minute);
  expect(region.sent.map(({ service }) => service)).toEqual(['lambda', 'lambda', 'sqs']);
  expect(region.sent[2]).toMatchObject({
    principal: { kind: 'role' },
    input: {
      MessageBody: '{"x":1}',
      MessageAttributes: {
        SCHEDULE_ARN: { StringValue: arn },
        EXHAUSTED_RETRY_CONDITION: { StringValue: 'MaximumRetryAttempts' },
      },
    },
  });
});

test('a schedule outlives the process: what fell due meanwhile is called once, and then it goes on', async () => {
  await create('rate(10 minutes)');
  await region.clock.advance(0);
  service.stop!();
  await region.clock.advance(35 * minute);
  const after = new FakeRegion(region.store, region.clock);
  void scheduler(after).start!();
  await after.clock.advance(0);
  expect(after.sent).toHaveLength(1);
  await after.clock.advance(5 * minute);
  expect(after.sent).toHaveLength(2);
});

test('updating replaces the times; disabling and deleting end them', async () => {
  await create('at(2026-01-05T09:10:00)');
  const fields = { Name: 'remind', FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: lambda, RoleArn } };
  await run('UpdateSchedule', { ...fields, ScheduleExpression: 'at(2026-01-05T09:20:00)' });
  await region.clock.advance(15 * minute);
  expect(times()).toBe(0);
  await run('UpdateSchedule', { ...fields, ScheduleExpression: 'rate(1 minute)', State: 'DISABLED' });
  await region.clock.advance(15 * minute);
  expect(times()).toBe(0);
  await run('DeleteSchedule', { Name: 'remind' });
  expect((await run('ListSchedules', {})).Schedules).toEqual([]);
});

test('creating twice is a conflict, unless the client token says that it is the same call', async () => {
  await create('rate(1 day)', { ClientToken: 'a' });
  expect(await create('rate(1 day)', { ClientToken: 'a' })).toEqual({ ScheduleArn: arn });
  await expect(create('rate(1 day)', { ClientToken: 'b' })).rejects.toMatchObject({
    code: 'ConflictException',
    status: 409,
  });
});

test('a group takes its schedules with it', async () => {
  await run('CreateScheduleGroup', { Name: 'tenant' });
  await create('rate(1 minute)', { GroupName: 'tenant' });
  await run('DeleteScheduleGroup', { Name: 'tenant' });
  await region.clock.advance(5 * minute);
  expect(times()).toBe(0);
});

test.each([
  ['often', {}, {}, /Invalid Schedule Expression often/],
  ['at(2020-01-01T00:00:00)', {}, {}, /has passed/],
  ['rate(1 day)', { ScheduleExpressionTimezone: 'Mars/Olympus' }, {}, /Mars\/Olympus/],
  ['rate(1 day)', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, {}, /MaximumWindowInMinutes/],
  [
    'rate(1 day)',
    {},
    { RoleArn: 'arn:aws:iam::000000000000:role/missing' },
    /must allow AWS EventBridge Scheduler to assume/,
  ],
  ['rate(1 day)', {}, { Arn: 'arn:aws:ecs:eu-central-1:000000000000:cluster/c' }, /cannot deliver to arn:aws:ecs/],
  ['rate(1 day)', {}, { EcsParameters: {} }, /does not know Target.EcsParameters/],
])('%s %j %j is refused, and the message says why', async (expression, more, target, message) => {
  await expect(create(expression, more, target)).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringMatching(message),
  });
});

test('passing the role needs the right to pass it', async () => {
  await create('rate(1 day)');
  expect(region.authorized).toContainEqual({
    action: 'iam:PassRole',
    resource: RoleArn,
    context: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
  });
});

test('a template makes groups and schedules', async () => {
  const group = await service.resources!['AWS::Scheduler::ScheduleGroup']!.create({ Name: 'g' }, place);
  const type = service.resources!['AWS::Scheduler::Schedule']!;
  const properties = {
    GroupName: group.ref,
    ScheduleExpression: 'rate(1 minute)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: lambda, RoleArn },
  };
  const made = await type.create(properties, place);
  expect(made.attributes.Arn).toMatch(/:schedule\/g\/Test-Thing-/);
  await region.clock.advance(0);
  expect(times()).toBe(1);
  await type.delete(made, place);
  await region.clock.advance(5 * minute);
  expect(times()).toBe(1);
});
