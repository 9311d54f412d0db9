import {
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { sqs } from '../../lib/region/services/sqs/index.ts';
import { type Started, startRegion } from './region.ts';

let started: Started;
let client: SQSClient;
let made = 0;

beforeAll(async () => {
  started = await startRegion({ services: [sqs] });
  client = new SQSClient(started.settings);
});

afterAll(async () => {
  client.destroy();
  await started.stop();
});

async function queue(Attributes: Record<string, string> = {}): Promise<string> {
  const QueueName = `queue-${++made}${Attributes.FifoQueue ? '.fifo' : ''}`;
  return (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl!;
}

test('the client sends to the URL that it is given, and checks the digests of what comes back', async () => {
  const QueueUrl = await queue();
  const MessageAttributes = {
    text: { DataType: 'String', StringValue: 'grün' },
    bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 1, 255]) },
  };
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hällo', MessageAttributes }));
  const { Messages } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }),
  );
  expect(Messages).toMatchObject([{ Body: 'hällo', Attributes: { ApproximateReceiveCount: '1' } }]);
  expect([...Messages![0]!.MessageAttributes!.bytes!.BinaryValue!]).toEqual([0, 1, 255]);
});

test('a queue that is not there is QueueDoesNotExist', async () => {
  const asked = client.send(new GetQueueUrlCommand({ QueueName: 'none' }));
  await expect(asked).rejects.toBeInstanceOf(QueueDoesNotExist);
});

test('a long poll ends with the message that arrives', async () => {
  const QueueUrl = await queue();
  const from = performance.now();
  const waiting = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'now' }));
  expect((await waiting).Messages).toMatchObject([{ Body: 'now' }]);
  expect(performance.now() - from).toBeLessThan(5000);
});

test('batches are sent, hidden, shown and deleted', async () => {
  const QueueUrl = await queue();
  const bodies = ['a', 'b', 'c'];
  const Entries = bodies.map((MessageBody) => ({ Id: MessageBody, MessageBody }));
  expect((await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).Successful).toHaveLength(3);
  const receive = async () =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))).Messages ?? [];
  const shown = (await receive()).map(({ ReceiptHandle }, at) => ({
    Id: `${at}`,
    ReceiptHandle,
    VisibilityTimeout: 0,
  }));
  await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: shown }));
  const again = (await receive()).map(({ ReceiptHandle }, at) => ({ Id: `${at}`, ReceiptHandle }));
  expect(again).toHaveLength(3);
  await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: again }));
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
});

test('a FIFO queue keeps order and drops what it has seen', async () => {
  const QueueUrl = await queue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
  for (const MessageBody of ['1', '2', '1', '3']) {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: 'g' }));
  }
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  expect(Messages!.map(({ Body }) => Body)).toEqual(['1', '2', '3']);
});
