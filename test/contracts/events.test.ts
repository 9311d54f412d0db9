import {
  CreateEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  InvalidEventPatternException,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { events } from '../../lib/region/services/events/index.ts';
import { sqs } from '../../lib/region/services/sqs/index.ts';
import { type Started, startRegion } from './region.ts';

let started: Started;
let client: EventBridgeClient;
let queues: SQSClient;

beforeAll(async () => {
  started = await startRegion({ services: [sqs, events] });
  client = new EventBridgeClient(started.settings);
  queues = new SQSClient(started.settings);
});

afterAll(async () => {
  client.destroy();
  queues.destroy();
  await started.stop();
});

/** A rule on the default bus, with a queue as its target. */
async function ruleToQueue(name: string): Promise<{ RuleArn: string; QueueUrl: string; Arn: string }> {
  const pattern = JSON.stringify({ source: [name] });
  const { RuleArn } = await client.send(new PutRuleCommand({ Name: name, EventPattern: pattern }));
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: name }));
  const Arn = `arn:aws:sqs:eu-central-1:${started.running.region.account}:${name}`;
  await client.send(new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'queue', Arn }] }));
  return { RuleArn: RuleArn!, QueueUrl: QueueUrl!, Arn };
}

/** The queue lets EventBridge in, for this rule only. */
async function allow({ RuleArn, QueueUrl, Arn }: { RuleArn: string; QueueUrl: string; Arn: string }): Promise<void> {
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: Arn,
    Condition: { ArnEquals: { 'aws:SourceArn': RuleArn } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await queues.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
}

const put = (Source: string) =>
  client.send(
    new PutEventsCommand({
      Entries: [{ Source, DetailType: 'paid', Detail: '{"id":1}', Time: new Date(1767600000000) }],
    }),
  );

test('an event reaches the queue that lets the rule in, and keeps the time it was given', async () => {
  const target = await ruleToQueue('shop');
  await allow(target);
  const { Entries } = await put('shop');
  const waiting = new ReceiveMessageCommand({ QueueUrl: target.QueueUrl, WaitTimeSeconds: 5 });
  const { Messages } = await queues.send(waiting);
  expect(JSON.parse(Messages![0]!.Body!)).toMatchObject({
    id: Entries![0]!.EventId,
    source: 'shop',
    time: '2026-01-05T08:00:00Z',
    detail: { id: 1 },
  });
});

test('a queue without a policy gets nothing', async () => {
  const { QueueUrl } = await ruleToQueue('closed');
  await put('closed');
  const { Messages } = await queues.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
  expect(Messages).toBeUndefined();
});

test('rules and their targets are read back', async () => {
  await ruleToQueue('read');
  expect(await client.send(new DescribeRuleCommand({ Name: 'read' }))).toMatchObject({
    State: 'ENABLED',
    EventBusName: 'default',
  });
  expect((await client.send(new ListRulesCommand({ NamePrefix: 'rea' }))).Rules).toHaveLength(1);
  expect((await client.send(new ListTargetsByRuleCommand({ Rule: 'read' }))).Targets).toMatchObject([{ Id: 'queue' }]);
});

test('what is wrong comes back as the class of error that the SDK knows', async () => {
  const unknown = client.send(new PutRuleCommand({ Name: 'x', EventPattern: '{"a":[{"near":1}]}' }));
  await expect(unknown).rejects.toBeInstanceOf(InvalidEventPatternException);
  const missing = client.send(new DescribeRuleCommand({ Name: 'none' }));
  await expect(missing).rejects.toBeInstanceOf(ResourceNotFoundException);
});

test('a bus has an ARN, and events for a bus that is not there are refused one by one', async () => {
  const { EventBusArn } = await client.send(new CreateEventBusCommand({ Name: 'orders' }));
  expect(EventBusArn).toBe(`arn:aws:events:eu-central-1:${started.running.region.account}:event-bus/orders`);
  const entry = { Source: 'a', DetailType: 'b', Detail: '{}' };
  const Entries = [
    { ...entry, EventBusName: 'orders' },
    { ...entry, EventBusName: 'none' },
  ];
  expect(await client.send(new PutEventsCommand({ Entries }))).toMatchObject({
    FailedEntryCount: 1,
    Entries: [{ EventId: expect.any(String) }, { ErrorCode: 'ResourceNotFoundException' }],
  });
});
