/** What becomes of a received message: DeleteMessage and ChangeMessageVisibility, and their batches. */
import * as z from 'zod';
import { AwsError } from '../../service.ts';
import { integer, operation } from '../../shape.ts';
import { batch } from './batch.ts';
import { invalid } from './digest.ts';
import type { Message } from './messages.ts';
import type { Queue } from './queues.ts';
import type { Sqs } from './sqs.ts';

const receipt = { ReceiptHandle: z.string() };
const visibility = { ...receipt, VisibilityTimeout: integer };
const url = { QueueUrl: z.string() };
const id = { Id: z.string() };

export function settling(sqs: Sqs) {
  const { region, queues, messages, arrivals } = sqs;

  /** The message of a receipt handle, or undefined when it is gone or was received again since. */
  function held(queue: Queue, handle: string): Message | undefined {
    const [, seq, nonce] = /^(\d+):([0-9a-f]+)$/.exec(Buffer.from(handle, 'base64url').toString()) ?? [];
    if (!seq)
      throw new AwsError(
        'ReceiptHandleIsInvalid',
        `The input receipt handle "${handle}" is not a valid receipt handle.`,
      );
    const message = messages.find(Number(seq));
    return message?.queue === queue.name && message.receipt === nonce ? message : undefined;
  }

  function remove(queue: Queue, { ReceiptHandle }: { ReceiptHandle: string }): void {
    const message = held(queue, ReceiptHandle);
    if (!message) return;
    const expired = queue.attributes.FifoQueue === 'true' && message.visibleAt <= region.clock.now();
    if (expired)
      throw invalid(
        `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
      );
    messages.remove(message.seq);
  }

  function hide(queue: Queue, input: { ReceiptHandle: string; VisibilityTimeout: number }): void {
    const { VisibilityTimeout: seconds } = input;
    if (seconds < 0 || seconds > 43_200) {
      throw invalid(
        `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.`,
      );
    }
    const message = held(queue, input.ReceiptHandle);
    if (!message || message.visibleAt <= region.clock.now()) {
      throw new AwsError('MessageNotInflight', 'The message referred to is not in flight.');
    }
    messages.hide(message.seq, region.clock.now() + seconds * 1000);
  }

  /** One operation and its batch over the same work; SQS authorises both under the name of the first. */
  function pair<S extends z.ZodRawShape>(
    name: string,
    shape: S,
    work: (queue: Queue, entry: z.output<z.ZodObject<S>>) => void,
  ) {
    const single = z.strictObject({ ...url, ...shape });
    const many = z.strictObject({ ...url, Entries: z.array(z.strictObject({ ...id, ...shape })) });
    return {
      ...operation(name, single, (input, call) => {
        const queue = queues.at((input as { QueueUrl: string }).QueueUrl);
        call.authorize(`sqs:${name}`, queue.arn);
        region.store.transaction(() => work(queue, input as z.output<z.ZodObject<S>>));
        arrivals.changed(queue.name);
        return {};
      }),
      ...operation(`${name}Batch`, many, (input, call) => {
        const queue = queues.at((input as { QueueUrl: string }).QueueUrl);
        call.authorize(`sqs:${name}`, queue.arn);
        const entries = (input as { Entries: ({ Id: string } & z.output<z.ZodObject<S>>)[] }).Entries;
        const result = region.store.transaction(() =>
          batch(entries, (entry) => work(queue, entry as unknown as z.output<z.ZodObject<S>>)),
        );
        arrivals.changed(queue.name);
        return result;
      }),
    };
  }

  return {
    ...pair('DeleteMessage', receipt, remove),
    ...pair('ChangeMessageVisibility', visibility, hide),
  };
}
