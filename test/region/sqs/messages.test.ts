import { beforeEach, expect, test } from '@jest/globals';
import { type SqsService, sqs } from '../../../lib/region/services/sqs/index.ts';
import { FakeRegion, place } from '../fake-region.ts';

let region: FakeRegion;
let service: SqsService;
let QueueUrl: string;
// biome-ignore lint/suspicious/noExplicitAny: answers have the shapes of the SDK
const run = (operation: string, input: object): Promise<any> => region.run(service, operation, input);

beforeEach(async () => {
  region = new FakeRegion();
  service = sqs(region);
  ({ QueueUrl } = await run('CreateQueue', { QueueName: 'work' }));
});

const receive = async (more: object = {}) => (await run('ReceiveMessage', { QueueUrl, ...more })).Messages ?? [];

test('a queue has a local URL, so that no client ever calls AWS', () => {
  expect(QueueUrl).toBe('http://127.0.0.1:4600/000000000000/work');
});

test('the digests are those that AWS documents and its clients check', async () => {
  const attributes = { a: { DataType: 'String', StringValue: 'b' }, n: { DataType: 'Number', StringValue: '1' } };
  const sent = await run('SendMessage', { QueueUrl, MessageBody: 'hello', MessageAttributes: attributes });
  expect(sent.MD5OfMessageBody).toBe('5d41402abc4b2a76b9719d911017c592');
  const [message] = await receive({ MessageAttributeNames: ['All'] });
  expect(message).toMatchObject({
    Body: 'hello',
    MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
    MessageAttributes: attributes,
  });
});

test('a received message is hidden until its visibility timeout, and then counts one receive more', async () => {
  await run('SendMessage', { QueueUrl, MessageBody: 'once' });
  expect(await receive({ VisibilityTimeout: 10 })).toHaveLength(1);
  expect(await receive()).toHaveLength(0);
  await region.clock.advance(10_000);
  const [again] = await receive({ MessageSystemAttributeNames: ['All'] });
  expect(again.Attributes.ApproximateReceiveCount).toBe('2');
});

test('a delayed message is not there before its delay', async () => {
  await run('SendMessage', { QueueUrl, MessageBody: 'later', DelaySeconds: 5 });
  expect(await receive()).toHaveLength(0);
  await region.clock.advance(5000);
  expect(await receive()).toHaveLength(1);
});

test('a deleted message does not come back; a receipt handle outlived by a newer receive deletes nothing', async () => {
  await run('SendMessage', { QueueUrl, MessageBody: 'x' });
  const [first] = await receive({ VisibilityTimeout: 1 });
  await region.clock.advance(1000);
  const [second] = await receive({ VisibilityTimeout: 1 });
  await run('DeleteMessage', { QueueUrl, ReceiptHandle: first.ReceiptHandle });
  await region.clock.advance(1000);
  expect(await receive()).toHaveLength(1);
  await run('DeleteMessage', { QueueUrl, ReceiptHandle: second.ReceiptHandle });
  await run('DeleteMessage', { QueueUrl, ReceiptHandle: (await receive())[0]?.ReceiptHandle ?? second.ReceiptHandle });
});

test('a long poll is answered by the message that arrives, not by a timer', async () => {
  const waiting = receive({ WaitTimeSeconds: 20 });
  await run('SendMessage', { QueueUrl, MessageBody: 'now' });
  expect((await waiting)[0].Body).toBe('now');
});

test('a long poll ends empty after WaitTimeSeconds', async () => {
  const waiting = receive({ WaitTimeSeconds: 2 });
  await region.clock.advance(2000);
  expect(await waiting).toEqual([]);
});

test('a long poll sees a message whose visibility timeout ends while it waits', async () => {
  await run('SendMessage', { QueueUrl, MessageBody: 'back' });
  await receive({ VisibilityTimeout: 3 });
  const waiting = receive({ WaitTimeSeconds: 20 });
  await region.clock.advance(3000);
  expect((await waiting)[0].Body).toBe('back');
});

test('a subscriber hears of each arrival and of each message that comes back', async () => {
  const heard: number[] = [];
  const end = service.subscribe('arn:aws:sqs:eu-central-1:000000000000:work', () => heard.push(region.clock.now()));
  await run('SendMessage', { QueueUrl, MessageBody: 'x' });
  await region.clock.advance(0);
  expect(heard).toHaveLength(1);
  await receive({ VisibilityTimeout: 7 });
  await region.clock.advance(7000);
  expect(heard).toHaveLength(2);
  end();
  await run('SendMessage', { QueueUrl, MessageBody: 'y' });
  await region.clock.advance(0);
  expect(heard).toHaveLength(2);
});

test('after maxReceiveCount receives a message moves to the dead-letter queue and says where it came from', async () => {
  const dead = await run('CreateQueue', { QueueName: 'dead' });
  const deadLetterTargetArn = 'arn:aws:sqs:eu-central-1:000000000000:dead';
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
  await run('SetQueueAttributes', { QueueUrl, Attributes: { RedrivePolicy } });
  await run('SendMessage', { QueueUrl, MessageBody: 'poison' });
  for (let turn = 0; turn < 2; turn++) {
    expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1);
  }
  expect(await receive()).toEqual([]);
  const moved = await run('ReceiveMessage', { QueueUrl: dead.QueueUrl, AttributeNames: ['All'] });
  expect(moved.Messages[0]).toMatchObject({
    Body: 'poison',
    Attributes: { DeadLetterQueueSourceArn: 'arn:aws:sqs:eu-central-1:000000000000:work' },
  });
});

test('a message is gone after the retention period', async () => {
  await run('SetQueueAttributes', { QueueUrl, Attributes: { MessageRetentionPeriod: '60' } });
  await run('SendMessage', { QueueUrl, MessageBody: 'old' });
  await region.clock.advance(60_000);
  expect(await receive()).toEqual([]);
});

test('messages, receipts and delays survive a restart', async () => {
  await run('SendMessage', { QueueUrl, MessageBody: 'kept' });
  const [message] = await receive({ VisibilityTimeout: 5 });
  const after = new FakeRegion(region.store, region.clock);
  const reborn = sqs(after);
  await after.run(reborn, 'DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle });
  await region.clock.advance(5000);
  expect((await after.run(reborn, 'ReceiveMessage', { QueueUrl })).Messages).toBeUndefined();
});

test.each([
  ['SendMessage', { QueueUrl: 'http://x/1/none', MessageBody: 'x' }, 'QueueDoesNotExist', /none does not exist/],
  ['SendMessage', { MessageBody: 'x'.repeat(1_048_577) }, 'InvalidParameterValue', /shorter than 1048576 bytes/],
  ['SendMessage', { MessageBody: 'x', Colour: 'red' }, 'ValidationException', /does not know Colour/],
  ['ReceiveMessage', { MaxNumberOfMessages: 11 }, 'InvalidParameterValue', /MaxNumberOfMessages/],
  ['DeleteMessage', { ReceiptHandle: 'nonsense' }, 'ReceiptHandleIsInvalid', /nonsense/],
  ['SetQueueAttributes', { Attributes: { Colour: 'red' } }, 'InvalidAttributeName', /Colour/],
  ['SendMessageBatch', { Entries: [] }, 'EmptyBatchRequest', /at least one/],
])('%s refuses what SQS refuses, and says why (%#)', async (operation, input, code, message) => {
  await expect(run(operation, { QueueUrl, ...input })).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test('each entry of a batch succeeds or fails for itself', async () => {
  const Entries = [
    { Id: 'good', MessageBody: 'x' },
    { Id: 'bad', MessageBody: 'x', DelaySeconds: 9999 },
  ];
  const { Successful, Failed } = await run('SendMessageBatch', { QueueUrl, Entries });
  expect(Successful).toMatchObject([{ Id: 'good' }]);
  expect(Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: 'InvalidParameterValue' }]);
  expect(await receive({ MaxNumberOfMessages: 10 })).toHaveLength(1);
});

test('every operation asks for the right to it on the queue', async () => {
  region.denied.add('sqs:SendMessage');
  await expect(run('SendMessage', { QueueUrl, MessageBody: 'x' })).rejects.toMatchObject({
    code: 'AccessDeniedException',
  });
  expect(region.authorized.at(-1)).toMatchObject({ resource: 'arn:aws:sqs:eu-central-1:000000000000:work' });
});

test('a template gives a queue its name, its URL as Ref, and an unknown property is named', async () => {
  const type = service.resources!['AWS::SQS::Queue']!;
  const queue = await type.create({ VisibilityTimeout: 60 }, place);
  expect(queue).toEqual({
    ref: `http://127.0.0.1:4600/000000000000/${queue.attributes.QueueName}`,
    attributes: {
      Arn: `arn:aws:sqs:eu-central-1:000000000000:${queue.attributes.QueueName}`,
      QueueName: expect.stringMatching(/^Test-Thing-\w+$/),
      QueueUrl: queue.ref,
    },
  });
  expect(await type.create({ VisibilityTimeout: 60 }, place)).toEqual(queue);
  expect(() => type.create({ Colour: 'red' }, place)).toThrow(
    'AWS::SQS::Queue Thing: the local region does not know Colour',
  );
});
