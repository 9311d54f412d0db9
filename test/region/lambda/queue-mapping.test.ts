import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, removeFolders } from './lambda-region.ts';
import { WholeRegion } from './whole-region.ts';

let region: WholeRegion;
let seenFile: string;

const recorder = (then = '') => `
  import { appendFileSync } from 'node:fs';
  export const handler = async ({ Records }) => {
    const bodies = Records.map((r) => r.body);
    appendFileSync(process.env.SEEN, JSON.stringify(bodies) + '\\n');
    ${then}
  };`;
const environment = () => ({ Environment: { Variables: { SEEN: seenFile } } });
const seen = (): string[][] =>
  readFileSync(seenFile, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const send = (url: string, ...bodies: string[]) =>
  Promise.all(bodies.map((MessageBody) => region.call('sqs', 'SendMessage', { QueueUrl: url, MessageBody })));
const waiting = async (url: string) => {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
  const { Attributes } = await region.call('sqs', 'GetQueueAttributes', { QueueUrl: url, AttributeNames });
  return AttributeNames.map((name) => Number(Attributes[name]));
};

beforeEach(async () => {
  const dataDir = folder();
  seenFile = join(dataDir, 'seen.jsonl');
  appendFileSync(seenFile, '');
  region = await new WholeRegion(dataDir).start();
  region.role();
});
afterEach(() => region.running.stop());
afterAll(removeFolders);

test('a message arrives as Lambda shows it, and is deleted when the function took it', async () => {
  const { arn, url } = await region.queue('work');
  const source = `import { writeFileSync } from 'node:fs';
    export const handler = async (event) => writeFileSync(process.env.SEEN, JSON.stringify(event));`;
  await region.function(source, environment());
  await region.mapping({ EventSourceArn: arn });
  const MessageAttributes = { colour: { DataType: 'String', StringValue: 'red' } };
  await region.call('sqs', 'SendMessage', { QueueUrl: url, MessageBody: 'hello', MessageAttributes });
  await region.settle();
  const { Records } = JSON.parse(readFileSync(seenFile, 'utf8'));
  expect(Records).toMatchObject([
    {
      body: 'hello',
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      eventSource: 'aws:sqs',
      eventSourceARN: arn,
      awsRegion: 'eu-central-1',
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.UTC(2030, 0, 5, 9)) },
      messageAttributes: { colour: { dataType: 'String', stringValue: 'red', stringListValues: [] } },
    },
  ]);
  expect(await waiting(url)).toEqual([0, 0]);
});

test('messages that wait when the mapping is made are delivered', async () => {
  const { arn, url } = await region.queue('work');
  await send(url, 'a', 'b', 'c');
  await region.function(recorder(), environment());
  await region.mapping({ EventSourceArn: arn, BatchSize: 2 });
  await region.settle();
  expect(seen().flat().sort()).toEqual(['a', 'b', 'c']);
  expect(Math.max(...seen().map(({ length }) => length))).toBe(2);
});

test('what the function did not take comes again after the visibility timeout, then lands in the dead-letter queue', async () => {
  const dead = await region.queue('dead');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
  const { arn, url } = await region.queue('work', { VisibilityTimeout: '30', RedrivePolicy });
  await region.function(recorder('throw new Error("no");'), environment());
  await region.mapping({ EventSourceArn: arn });
  await send(url, 'bad');
  await region.settle();
  expect(seen()).toEqual([['bad']]);
  await region.clock.advance(30_000);
  expect(seen()).toEqual([['bad'], ['bad']]);
  await region.clock.advance(30_000);
  expect(seen()).toHaveLength(2);
  expect(await region.received(dead.url)).toEqual(['bad']);
});

test('with reported failures only those come again', async () => {
  const { arn, url } = await region.queue('work');
  const report = `const bad = Records.filter((r) => r.body === 'bad' && r.attributes.ApproximateReceiveCount === '1');
    return { batchItemFailures: bad.map((r) => ({ itemIdentifier: r.messageId })) };`;
  await region.function(recorder(report), environment());
  await region.mapping({ EventSourceArn: arn, FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await send(url, 'good', 'bad');
  await region.clock.advance(30_000);
  expect(seen().flat().sort()).toEqual(['bad', 'bad', 'good']);
  expect(await waiting(url)).toEqual([0, 0]);
});

test('a filter reads the body as JSON; what it refuses is deleted', async () => {
  const { arn, url } = await region.queue('work');
  await region.function(recorder(), environment());
  const FilterCriteria = { Filters: [{ Pattern: '{"body":{"kind":["wanted"]}}' }] };
  await region.mapping({ EventSourceArn: arn, FilterCriteria });
  await send(url, '{"kind":"wanted"}', '{"kind":"other"}', 'text');
  await region.settle();
  expect(seen().flat()).toEqual(['{"kind":"wanted"}']);
  expect(await waiting(url)).toEqual([0, 0]);
});

test('a throttled function leaves messages in the queue', async () => {
  const { arn, url } = await region.queue('work');
  await region.function(recorder(), { ...environment(), ReservedConcurrentExecutions: 0 });
  await region.mapping({ EventSourceArn: arn });
  await send(url, 'a');
  await region.settle();
  expect([seen(), await waiting(url)]).toEqual([[], [0, 1]]);
});

test('a queue whose messages appear again while the function still runs is refused', async () => {
  const { arn } = await region.queue('work', { VisibilityTimeout: '5' });
  await region.function(recorder(), { Timeout: 6 });
  await expect(region.mapping({ EventSourceArn: arn })).rejects.toThrow(
    'Queue visibility timeout: 5 seconds is less than Function timeout: 6 seconds',
  );
});

test('a role that may not receive is told so in the log of the region', async () => {
  const { arn, url } = await region.queue('work');
  region.role(['sqs:GetQueueAttributes']);
  await region.function(recorder(), environment());
  await region.mapping({ EventSourceArn: arn });
  await send(url, 'a');
  await region.clock.runUntilIdle();
  expect(region.logged.join('\n')).toMatch(/cannot go on \(1\): .*sqs:ReceiveMessage/i);
  expect(seen()).toEqual([]);
});
