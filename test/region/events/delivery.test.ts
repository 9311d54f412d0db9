import { beforeEach, expect, test } from '@jest/globals';
import { AwsError } from '../../../lib/region/service.ts';
import { type EventsService, events } from '../../../lib/region/services/events/index.ts';
import { sqs } from '../../../lib/region/services/sqs/index.ts';
import { FakeRegion, place } from '../fake-region.ts';

const lambda = 'arn:aws:lambda:eu-central-1:000000000000:function:work';
const machine = 'arn:aws:states:eu-central-1:000000000000:stateMachine:flow';
const role = 'arn:aws:iam::000000000000:role/starter';
const ruleArn = 'arn:aws:events:eu-central-1:000000000000:rule/paid';
const queueArn = (name: string) => `arn:aws:sqs:eu-central-1:000000000000:${name}`;

let region: FakeRegion;
let service: EventsService;
// biome-ignore lint/suspicious/noExplicitAny: answers have the shapes of the SDK
const run = (operation: string, input: object): Promise<any> => region.run(service, operation, input);
const rule = async (target: object, fields: object = {}) => {
  await run('PutRule', { Name: 'paid', EventPattern: '{"source":["app"]}', ...fields });
  await run('PutTargets', { Rule: 'paid', Targets: [{ Id: 'one', ...target }] });
};
const put = (more: object = {}) =>
  run('PutEvents', { Entries: [{ Source: 'app', DetailType: 'paid', Detail: '{"id":1}', ...more }] });
const delivered = () => region.sent.filter(({ operation }) => operation !== 'PutEvents');

beforeEach(() => {
  region = new FakeRegion();
  service = events(region);
  region.services.events = service;
});

test('a function gets the event, asynchronously, from EventBridge for this rule', async () => {
  await rule({ Arn: lambda });
  const { Entries } = await put();
  expect(delivered()).toEqual([]);
  await region.clock.advance(0);
  const [sent] = delivered();
  expect(sent).toMatchObject({
    principal: { kind: 'service', service: 'events.amazonaws.com', sourceArn: ruleArn },
    service: 'lambda',
    operation: 'Invoke',
    input: { FunctionName: lambda, InvocationType: 'Event' },
  });
  expect(JSON.parse(sent!.input.Payload)).toMatchObject({
    id: Entries[0].EventId,
    source: 'app',
    'detail-type': 'paid',
    detail: { id: 1 },
  });
});

test('a state machine is started as the role of the target', async () => {
  await rule({ Arn: machine, RoleArn: role });
  await put();
  await region.clock.advance(0);
  expect(delivered()).toMatchObject([
    { principal: { kind: 'role', arn: role }, operation: 'StartExecution', input: { stateMachineArn: machine } },
  ]);
});

test('a FIFO queue gets the event in the group of the target', async () => {
  await rule({ Arn: queueArn('line.fifo'), SqsParameters: { MessageGroupId: 'g' } });
  await put();
  await region.clock.advance(0);
  expect(delivered()[0]!.input).toMatchObject({
    QueueUrl: 'http://127.0.0.1:4600/000000000000/line.fifo',
    MessageGroupId: 'g',
  });
});

test('another bus gets the event, and its rules deliver it on', async () => {
  const { EventBusArn } = await run('CreateEventBus', { Name: 'orders' });
  await rule({ Arn: EventBusArn, RoleArn: role });
  await run('PutRule', { Name: 'next', EventBusName: 'orders', EventPattern: '{"detail":{"id":[1]}}' });
  await run('PutTargets', { Rule: 'next', EventBusName: 'orders', Targets: [{ Id: 'f', Arn: lambda }] });
  await put();
  await region.clock.advance(0);
  expect(delivered()).toMatchObject([
    { operation: 'Invoke', principal: { sourceArn: ruleArn.replace('paid', 'orders/next') } },
  ]);
});

test('a log group gets the event in a stream of its own, also when an earlier attempt had made it', async () => {
  await rule({ Arn: 'arn:aws:logs:eu-central-1:000000000000:log-group:/events/all:*' });
  region.answer = ({ operation }) => {
    if (operation === 'CreateLogStream') throw new AwsError('ResourceAlreadyExistsException', 'there');
  };
  await put();
  await region.clock.advance(0);
  expect(delivered().map(({ operation }) => operation)).toEqual(['CreateLogStream', 'PutLogEvents']);
  expect(delivered()[1]!.input).toMatchObject({
    logGroupName: '/events/all',
    logEvents: [{ message: expect.any(String) }],
  });
});

test('an execution that an earlier attempt has started counts as delivered', async () => {
  await rule({ Arn: machine, RoleArn: role });
  region.answer = () => {
    throw new AwsError('ExecutionAlreadyExists', 'there');
  };
  await put();
  await region.clock.advance(60_000);
  expect(delivered()).toHaveLength(1);
  expect(region.logged.filter(({ level }) => level !== 'info')).toEqual([]);
});

test('an event that no rule matches, or whose rule is disabled, goes nowhere', async () => {
  await rule({ Arn: lambda }, { State: 'DISABLED' });
  await put();
  await run('EnableRule', { Name: 'paid' });
  await put({ Source: 'other' });
  await region.clock.advance(0);
  expect(delivered()).toEqual([]);
});

test('events of the region itself reach rules on the default bus', async () => {
  await run('PutRule', { Name: 's3', EventPattern: '{"source":["aws.s3"]}' });
  await run('PutTargets', { Rule: 's3', Targets: [{ Id: 'f', Arn: lambda }] });
  service.emit({ source: 'aws.s3', 'detail-type': 'Object Created', detail: { bucket: 'b' }, resources: [] });
  await region.clock.advance(0);
  expect(delivered()).toHaveLength(1);
  expect((await put({ Source: 'aws.s3' })).Entries[0].ErrorCode).toBe('NotAuthorizedForSourceException');
});

test('a failure is tried again later each time, until the target takes it', async () => {
  await rule({ Arn: lambda });
  const times: number[] = [];
  region.answer = () => {
    times.push(region.clock.now());
    if (times.length < 4) throw new AwsError('TooManyRequestsException', 'busy', 429);
  };
  await put();
  await region.clock.advance(60_000);
  expect(times).toHaveLength(4);
  const pauses = times.slice(1).map((at, index) => at - times[index]!);
  expect(pauses.every((pause, index) => pause >= 500 * 2 ** index && pause <= 1000 * 2 ** index)).toBe(true);
});

const deadLetter = async () => {
  const queues = sqs(region);
  region.services.sqs = queues;
  const { QueueUrl } = await region.run(queues, 'CreateQueue', { QueueName: 'dead' });
  return async () => {
    const input = { QueueUrl, MessageAttributeNames: ['All'] };
    const { Messages = [] } = await region.run(queues, 'ReceiveMessage', input);
    // biome-ignore lint/suspicious/noExplicitAny: an answer of SQS
    return Messages.map(({ Body, MessageAttributes }: any) => ({
      body: JSON.parse(Body),
      ...Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, value]) => [
          name,
          (value as { StringValue: string }).StringValue,
        ]),
      ),
    }));
  };
};

test('after the last retry the event is a dead letter that says why', async () => {
  const letters = await deadLetter();
  await rule({ Arn: lambda, RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: queueArn('dead') } });
  region.answer = () => {
    throw new AwsError('TooManyRequestsException', 'busy', 429);
  };
  await put();
  await region.clock.advance(60_000);
  expect(await letters()).toMatchObject([
    {
      body: { source: 'app' },
      RULE_ARN: ruleArn,
      TARGET_ARN: lambda,
      ERROR_CODE: 'THROTTLING',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
    },
  ]);
});

test('a missing permission is not tried again: it goes to the dead-letter queue at once', async () => {
  const letters = await deadLetter();
  await rule({ Arn: lambda, DeadLetterConfig: { Arn: queueArn('dead') } });
  region.answer = () => {
    throw new AwsError('AccessDeniedException', 'no', 403);
  };
  await put();
  await region.clock.advance(0);
  expect(await letters()).toMatchObject([{ ERROR_CODE: 'NO_PERMISSIONS', RETRY_ATTEMPTS: '0' }]);
});

test('what was not delivered when the process died is delivered by the next one', async () => {
  await rule({ Arn: lambda });
  await put();
  service.stop!();
  const after = new FakeRegion(region.store);
  const reborn = events(after);
  void reborn.start!();
  await after.clock.advance(0);
  expect(after.sent).toMatchObject([{ operation: 'Invoke' }]);
  const third = new FakeRegion(region.store);
  void events(third).start!();
  await third.clock.advance(0);
  expect(third.sent).toEqual([]);
});

test('a PutEvents that is rolled back delivers nothing', async () => {
  await rule({ Arn: lambda });
  const failing = () =>
    region.store.transaction(() => {
      service.emit({ source: 'app', 'detail-type': 'x', detail: {}, resources: [] });
      throw new Error('rolled back');
    });
  expect(failing).toThrow('rolled back');
  await region.clock.advance(0);
  expect(delivered()).toEqual([]);
});

test('a schedule fires by the clock and counts on after a restart', async () => {
  await run('PutRule', { Name: 'tick', ScheduleExpression: 'rate(5 minutes)' });
  await run('PutTargets', { Rule: 'tick', Targets: [{ Id: 'f', Arn: lambda, Input: '{"tick":true}' }] });
  await region.clock.advance(11 * 60_000);
  expect(delivered()).toHaveLength(2);
  expect(String(delivered()[0]!.input.Payload)).toBe('{"tick":true}');
  service.stop!();
  const after = new FakeRegion(region.store, region.clock);
  void events(after).start!();
  await after.clock.advance(4 * 60_000);
  expect(after.sent).toHaveLength(1);
});

test.each([
  ['PutRule', { Name: 'x' }, 'ValidationException', /EventPattern or ScheduleExpression/],
  ['PutRule', { Name: 'x', EventPattern: '{"a":[{"near":1}]}' }, 'InvalidEventPatternException', /near/],
  ['PutRule', { Name: 'x', ScheduleExpression: 'rate(1 minutes)' }, 'ValidationException', /rate\(1 minutes\)/],
  [
    'PutTargets',
    { Rule: 'none', Targets: [{ Id: 'a', Arn: lambda }] },
    'ResourceNotFoundException',
    /none does not exist/,
  ],
  ['PutTargets', { Rule: 'paid', Targets: [{ Id: 'a', Arn: machine }] }, 'ValidationException', /RoleArn is required/],
  [
    'PutTargets',
    { Rule: 'paid', Targets: [{ Id: 'a', Arn: 'arn:aws:sns:eu-central-1:000000000000:t' }] },
    'ValidationException',
    /sns.*knows/,
  ],
  [
    'PutTargets',
    { Rule: 'paid', Targets: [{ Id: 'a', Arn: lambda, EcsParameters: {} }] },
    'ValidationException',
    /EcsParameters/,
  ],
])('%s refuses what EventBridge refuses, and says why (%#)', async (operation, input, code, message) => {
  await rule({ Arn: lambda });
  await expect(run(operation, input)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test('an entry that is wrong fails alone', async () => {
  const good = { Source: 'app', DetailType: 'x', Detail: '{}' };
  const { FailedEntryCount, Entries } = await run('PutEvents', { Entries: [good, { ...good, Detail: '[]' }] });
  expect(FailedEntryCount).toBe(1);
  expect(Entries).toMatchObject([{ EventId: expect.any(String) }, { ErrorCode: 'MalformedDetail' }]);
});

test('a template makes a rule with its targets, and takes it away again', async () => {
  const type = service.resources!['AWS::Events::Rule']!;
  const made = await type.create({ EventPattern: { source: ['app'] }, Targets: [{ Id: 'f', Arn: lambda }] }, place);
  expect(made).toMatchObject({
    ref: expect.stringMatching(/^Test-Thing-/),
    attributes: { Arn: ruleArn.replace('paid', made.ref) },
  });
  await put();
  await region.clock.advance(0);
  expect(delivered()).toHaveLength(1);
  await type.delete(made, place);
  await put();
  await region.clock.advance(0);
  expect(delivered()).toHaveLength(1);
});
