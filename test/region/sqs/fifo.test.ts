import { beforeEach, expect, test } from '@jest/globals';
import { type SqsService, sqs } from '../../../lib/region/services/sqs/index.ts';
import { FakeRegion } from '../fake-region.ts';

let region: FakeRegion;
let service: SqsService;
let QueueUrl: string;
// biome-ignore lint/suspicious/noExplicitAny: answers have the shapes of the SDK
const run = (operation: string, input: object): Promise<any> => region.run(service, operation, input);
const send = (MessageBody: string, MessageGroupId: string, more: object = {}) =>
  run('SendMessage', { QueueUrl, MessageBody, MessageGroupId, ...more });
const bodies = async (more: object = {}): Promise<string[]> =>
  ((await run('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, ...more })).Messages ?? []).map(
    (m: { Body: string }) => m.Body,
  );

beforeEach(async () => {
  region = new FakeRegion();
  service = sqs(region);
  const Attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
  ({ QueueUrl } = await run('CreateQueue', { QueueName: 'line.fifo', Attributes }));
});

test('a group is held back while one of its messages is in flight; other groups are not', async () => {
  await send('a1', 'a');
  await send('a2', 'a');
  await send('b1', 'b');
  expect(await bodies({ MaxNumberOfMessages: 1 })).toEqual(['a1']);
  expect(await bodies()).toEqual(['b1']);
  await region.clock.advance(30_000);
  expect(await bodies()).toEqual(['a1', 'a2', 'b1']);
});

test('the same message within five minutes is accepted and not added', async () => {
  const first = await send('same', 'a');
  const second = await send('same', 'a');
  expect(second).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
  expect(await bodies({ VisibilityTimeout: 0 })).toEqual(['same']);
  await region.clock.advance(300_000);
  expect((await send('same', 'a')).MessageId).not.toBe(first.MessageId);
});

test('an explicit deduplication id counts, whatever the body says', async () => {
  await send('one', 'a', { MessageDeduplicationId: 'k' });
  await send('two', 'a', { MessageDeduplicationId: 'k' });
  expect(await bodies()).toEqual(['one']);
});

test('sequence numbers grow in the order of sending', async () => {
  const first = await send('1', 'a');
  const second = await send('2', 'b');
  expect(second.SequenceNumber > first.SequenceNumber).toBe(true);
});

test('a message without a group is refused', async () => {
  await expect(run('SendMessage', { QueueUrl, MessageBody: 'x' })).rejects.toMatchObject({ code: 'MissingParameter' });
});
