/** Operations on queues themselves. */
import * as z from 'zod';
import { AwsError, type Call } from '../../service.ts';
import { integer, operation } from '../../shape.ts';
import type { Queue } from './queues.ts';
import type { Sqs } from './sqs.ts';

const text = z.record(z.string(), z.string());
const url = { QueueUrl: z.string() };

export function managing(sqs: Sqs) {
  const { region, queues, messages, arrivals } = sqs;

  function queueFor(call: Call, action: string, { QueueUrl }: { QueueUrl: string }): Queue {
    const queue = queues.at(QueueUrl);
    call.authorize(`sqs:${action}`, queue.arn);
    return queue;
  }

  function attributesOf(queue: Queue): Record<string, string> {
    const { visible, inFlight, delayed } = messages.count(queue.name);
    return {
      ...queue.attributes,
      QueueArn: queue.arn,
      CreatedTimestamp: String(queue.created),
      LastModifiedTimestamp: String(queue.modified),
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(inFlight),
      ApproximateNumberOfMessagesDelayed: String(delayed),
    };
  }

  return {
    ...operation(
      'CreateQueue',
      z.strictObject({ QueueName: z.string(), Attributes: text.default({}), tags: text.optional() }),
      (input, call) => {
        call.authorize('sqs:CreateQueue', queues.arnOf(input.QueueName));
        return {
          QueueUrl: region.store.transaction(() => queues.create(input.QueueName, input.Attributes, input.tags)).url,
        };
      },
    ),
    ...operation(
      'GetQueueUrl',
      z.strictObject({ QueueName: z.string(), QueueOwnerAWSAccountId: z.string().optional() }),
      (input, call) => {
        const owner = input.QueueOwnerAWSAccountId ?? region.account;
        if (owner !== region.account)
          throw new AwsError('QueueDoesNotExist', `The account ${owner} is not in this region.`);
        return { QueueUrl: queueFor(call, 'GetQueueUrl', { QueueUrl: input.QueueName }).url };
      },
    ),
    ...operation(
      'GetQueueAttributes',
      z.strictObject({ ...url, AttributeNames: z.array(z.string()).default([]) }),
      (input, call) => {
        const all = attributesOf(queueFor(call, 'GetQueueAttributes', input));
        const asked = input.AttributeNames.includes('All') ? Object.keys(all) : input.AttributeNames;
        return {
          Attributes: Object.fromEntries(asked.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]]))),
        };
      },
    ),
    ...operation('SetQueueAttributes', z.strictObject({ ...url, Attributes: text }), (input, call) => {
      const queue = queueFor(call, 'SetQueueAttributes', input);
      region.store.transaction(() => queues.change(queue, input.Attributes));
      return {};
    }),
    ...operation(
      'ListQueues',
      z.strictObject({
        QueueNamePrefix: z.string().optional(),
        MaxResults: integer.optional(),
        NextToken: z.string().optional(),
      }),
      (input, call) => {
        call.authorize('sqs:ListQueues', queues.arnOf('*'));
        const urls = queues.list(input.QueueNamePrefix).map((queue) => queue.url);
        const from = input.NextToken ? urls.indexOf(input.NextToken) : 0;
        const to = from + (input.MaxResults ?? 1000);
        return { QueueUrls: urls.slice(from, to), NextToken: input.MaxResults ? urls[to] : undefined };
      },
    ),
    ...operation('DeleteQueue', z.strictObject(url), (input, call) => {
      remove(sqs, queueFor(call, 'DeleteQueue', input).name);
      return {};
    }),
    ...operation('PurgeQueue', z.strictObject(url), (input, call) => {
      const queue = queueFor(call, 'PurgeQueue', input);
      messages.purge(queue.name);
      arrivals.changed(queue.name);
      return {};
    }),
    ...operation('ListQueueTags', z.strictObject(url), (input, call) => ({
      Tags: queueFor(call, 'ListQueueTags', input).tags,
    })),
    ...operation('TagQueue', z.strictObject({ ...url, Tags: text }), (input, call) => {
      const queue = queueFor(call, 'TagQueue', input);
      queues.change(queue, {}, { ...queue.tags, ...input.Tags });
      return {};
    }),
  };
}

/** Removes a queue with its messages. */
export function remove({ region, queues, messages, arrivals }: Sqs, name: string): void {
  region.store.transaction(() => {
    messages.purge(name);
    queues.remove(name);
  });
  arrivals.changed(name);
}
