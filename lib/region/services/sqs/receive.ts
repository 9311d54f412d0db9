/** ReceiveMessage: takes visible messages, or waits for one until WaitTimeSeconds have passed. */
import * as z from 'zod';
import { integer, operation } from '../../shape.ts';
import { attributesDigest, bodyDigest, invalid, type MessageAttributes } from './digest.ts';
import { authorizeQueueKey, RECEIVING } from './key.ts';
import type { Message } from './messages.ts';
import type { Queue } from './queues.ts';
import type { Sqs } from './sqs.ts';

const shape = z.strictObject({
  QueueUrl: z.string(),
  AttributeNames: z.array(z.string()).optional(),
  MessageSystemAttributeNames: z.array(z.string()).optional(),
  MessageAttributeNames: z.array(z.string()).optional(),
  MaxNumberOfMessages: integer.default(1),
  VisibilityTimeout: integer.optional(),
  WaitTimeSeconds: integer.optional(),
});
type Input = z.output<typeof shape>;

export function receiving(sqs: Sqs) {
  const { region, queues, messages, arrivals } = sqs;

  function receive(queue: Queue, input: Input): object[] {
    const seconds = input.VisibilityTimeout ?? Number(queue.attributes.VisibilityTimeout);
    const visibleAt = region.clock.now() + seconds * 1000;
    const taken = messages.visible(queue, input.MaxNumberOfMessages).filter((message) => !buried(queue, message));
    return taken.map(({ seq }) => {
      messages.take(seq, visibleAt, region.id(8));
      return show(messages.find(seq)!, input);
    });
  }

  /** Moves a message that was received often enough to the dead-letter queue. */
  function buried(queue: Queue, message: Message): boolean {
    const policy = queue.attributes.RedrivePolicy && JSON.parse(queue.attributes.RedrivePolicy);
    if (!policy || message.receiveCount < Number(policy.maxReceiveCount)) return false;
    const target = queues.find(policy.deadLetterTargetArn.split(':').at(-1));
    if (!target) {
      region.log(
        'error',
        `sqs: ${queue.name} has no dead-letter queue ${policy.deadLetterTargetArn}; the message stays`,
      );
      return false;
    }
    messages.move(message, target.name, { ...message.system, DeadLetterQueueSourceArn: queue.arn });
    arrivals.changed(target.name);
    return true;
  }

  /** Moving a message away may leave fewer than were asked for; then look again. */
  function take(queue: Queue, input: Input): object[] {
    const found = region.store.transaction(() => {
      const first = receive(queue, input);
      return first.length > 0 ? first : receive(queue, input);
    });
    if (found.length > 0) arrivals.changed(queue.name);
    return found;
  }

  function wait(queue: Queue, input: Input, seconds: number): Promise<object[]> {
    const { promise, resolve, reject } = Promise.withResolvers<object[]>();
    const unsubscribe = arrivals.subscribe(queue.name, attempt);
    const cancel = region.clock.at(region.clock.now() + seconds * 1000, () => finish([]));
    function attempt(): void {
      try {
        const found = take(queue, input);
        if (found.length > 0) finish(found);
      } catch (error) {
        reject(error);
      }
    }
    function finish(found: object[]): void {
      unsubscribe();
      cancel();
      resolve(found);
    }
    return promise;
  }

  return operation('ReceiveMessage', shape, async (input, call) => {
    const queue = queues.at(input.QueueUrl);
    call.authorize('sqs:ReceiveMessage', queue.arn);
    authorizeQueueKey(region, call, queue, RECEIVING);
    const seconds = input.WaitTimeSeconds ?? Number(queue.attributes.ReceiveMessageWaitTimeSeconds);
    between('MaxNumberOfMessages', input.MaxNumberOfMessages, 1, 10);
    between('WaitTimeSeconds', seconds, 0, 20);
    between('VisibilityTimeout', input.VisibilityTimeout ?? 0, 0, 43_200);
    const found = take(queue, input);
    const result = found.length > 0 || seconds === 0 ? found : await region.clock.waiting(wait(queue, input, seconds));
    return result.length > 0 ? { Messages: result } : {};
  });
}

function between(name: string, value: number, from: number, to: number): void {
  if (value >= from && value <= to) return;
  throw invalid(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${from} and ${to}, if provided.`,
  );
}

function show(message: Message, input: Input): object {
  const system = {
    ...message.system,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  };
  const asked = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
  const Attributes = pick(system, (name) => asked.includes('All') || asked.includes(name));
  const MessageAttributes = pick(message.attributes, wanted(input.MessageAttributeNames ?? [])) as MessageAttributes;
  return {
    MessageId: message.id,
    ReceiptHandle: Buffer.from(`${message.seq}:${message.receipt}`).toString('base64url'),
    MD5OfBody: bodyDigest(message.body),
    Body: message.body,
    ...(Object.keys(Attributes).length > 0 && { Attributes }),
    ...(Object.keys(MessageAttributes).length > 0 && {
      MessageAttributes,
      MD5OfMessageAttributes: attributesDigest(MessageAttributes),
    }),
  };
}

function wanted(names: readonly string[]): (name: string) => boolean {
  return (name) =>
    names.some((asked) =>
      asked === 'All' || asked === '.*'
        ? true
        : asked.endsWith('.*')
          ? name.startsWith(asked.slice(0, -1))
          : asked === name,
    );
}

function pick(from: Record<string, unknown>, want: (name: string) => boolean): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => want(name)));
}
