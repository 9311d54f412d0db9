/**
 * A queue for a function: batches are received, delivered side by side, and deleted when the function took them. What it
 * did not take appears again after the queue's visibility timeout, as on AWS.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
import { AwsError } from '../../../service.ts';
import { queueUrl } from '../async/destination.ts';
import type { Lambda } from '../lambda.ts';
import { uuid } from '../operations/invoke.ts';
import { failedOf } from './failures.ts';
import { recordFilter } from './filter.ts';
import type { Mapping } from './mapping.ts';
import type { Work } from './pump.ts';
import { type Message, type QueueRecord, queueRecord } from './queue-messages.ts';

/** Batches on the way at once when the mapping sets none; Lambda begins with five. */
const CONCURRENCY = 5;
/** Of one ReceiveMessage. */
const MOST_MESSAGES = 10;

/** `wake` runs the work again when a batch has ended. */
export function queueWork(lambda: Lambda, mapping: Mapping, wake: () => void): Work {
  const { region, functions } = lambda;
  const target = functions.parse(mapping.functionArn);
  const wanted = recordFilter(mapping);
  const QueueUrl = queueUrl(region, mapping.EventSourceArn);
  const concurrency = mapping.ScalingConfig.MaximumConcurrency ?? CONCURRENCY;
  let onTheWay = 0;
  let gathered: QueueRecord[] = [];
  let since = 0;

  const call = (operation: string, input: object) =>
    region.call(region.role(functions.resolve(target).role), 'sqs', operation, { QueueUrl, ...input });

  const receive = async (most: number): Promise<QueueRecord[]> => {
    const names = { MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] };
    const { Messages = [] } = await call('ReceiveMessage', { MaxNumberOfMessages: most, ...names });
    return (Messages as Message[]).map((message) => queueRecord(region, mapping.EventSourceArn, message));
  };
  /** A message that the filter refuses is done with. */
  const remove = async (records: readonly QueueRecord[]) => {
    for (let from = 0; from < records.length; from += MOST_MESSAGES) {
      const entries = records.slice(from, from + MOST_MESSAGES);
      const Entries = entries.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
      await call('DeleteMessageBatch', { Entries });
    }
  };
  const gather = async (): Promise<void> => {
    while (gathered.length < mapping.batchSize) {
      const records = await receive(Math.min(MOST_MESSAGES, mapping.batchSize - gathered.length));
      if (records.length === 0) return;
      if (gathered.length === 0) since = region.clock.now();
      gathered.push(...records.filter(wanted));
      await remove(records.filter((record) => !wanted(record)));
    }
  };
  const deliver = async (records: QueueRecord[]): Promise<void> => {
    const fn = functions.resolve(target);
    const payload = JSON.stringify({ Records: records });
    const result = await lambda.execute({ fn, arn: mapping.functionArn, payload, requestId: uuid(region) });
    const reports = mapping.FunctionResponseTypes.length > 0;
    const failed = failedOf(
      result,
      reports,
      records.map(({ messageId }) => messageId),
    );
    if (failed !== 'all') await remove(records.filter(({ messageId }) => !failed.has(messageId)));
  };
  const send = (records: QueueRecord[]) => {
    onTheWay += 1;
    const ended = (error?: Error) => {
      onTheWay -= 1;
      const throttled = error instanceof AwsError && error.code === 'TooManyRequestsException';
      if (error && !throttled && !lambda.environments.closed)
        region.log('error', `A batch of ${mapping.EventSourceArn} was not taken: ${error.message}`);
      wake();
    };
    void region.clock.busy(() => deliver(records)).then(() => ended(), ended);
  };
  return async () => {
    while (onTheWay < concurrency) {
      await gather();
      if (gathered.length === 0) return undefined;
      const windowEnds = since + mapping.MaximumBatchingWindowInSeconds * 1000;
      if (gathered.length < mapping.batchSize && region.clock.now() < windowEnds) return windowEnds;
      const records = gathered;
      gathered = [];
      send(records);
    }
    return undefined;
  };
}
