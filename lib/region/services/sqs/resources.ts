/** AWS::SQS::Queue and AWS::SQS::QueuePolicy. */
import * as z from 'zod';
import type { Provisioned, ResourcePlace } from '../../service.ts';
import { flag, integer, resource, tags } from '../../shape.ts';
import { physicalName } from '../../template/name.ts';
import type { Attributes } from './attributes.ts';
import { remove } from './manage.ts';
import type { Queue } from './queues.ts';
import type { Sqs } from './sqs.ts';

const attribute = {
  DelaySeconds: integer.optional(),
  MaximumMessageSize: integer.optional(),
  MessageRetentionPeriod: integer.optional(),
  ReceiveMessageWaitTimeSeconds: integer.optional(),
  VisibilityTimeout: integer.optional(),
  KmsDataKeyReusePeriodSeconds: integer.optional(),
  KmsMasterKeyId: z.string().optional(),
  SqsManagedSseEnabled: flag.optional(),
  FifoQueue: flag.optional(),
  ContentBasedDeduplication: flag.optional(),
  DeduplicationScope: z.string().optional(),
  FifoThroughputLimit: z.string().optional(),
  RedrivePolicy: z.looseObject({}).optional(),
  RedriveAllowPolicy: z.looseObject({}).optional(),
};
const queueShape = z.strictObject({ QueueName: z.string().optional(), Tags: tags.default([]), ...attribute });
const policyShape = z.strictObject({ Queues: z.array(z.string()), PolicyDocument: z.looseObject({}) });
type QueueProperties = z.output<typeof queueShape>;

export function resources(sqs: Sqs) {
  return { ...queueType(sqs), ...policyType(sqs) };
}

function queueType(sqs: Sqs) {
  const { region, queues } = sqs;
  /** The name is made from where the resource stands, so that creating again after a kill finds the same queue. */
  const nameOf = (properties: QueueProperties, place: ResourcePlace) =>
    properties.QueueName ?? physicalName(place, 75) + (properties.FifoQueue ? '.fifo' : '');
  return resource('AWS::SQS::Queue', queueShape, {
    create(properties, place) {
      const name = nameOf(properties, place);
      const given = attributesOf(properties);
      const there = queues.find(name);
      return provisioned(there ? queues.change(there, given) : queues.create(name, given, tagsOf(properties)));
    },
    update(properties, current, place) {
      const name = nameOf(properties, place);
      if (name !== current.attributes.QueueName) {
        const replacement = queues.create(name, attributesOf(properties), tagsOf(properties));
        remove(sqs, String(current.attributes.QueueName));
        return provisioned(replacement);
      }
      const queue = queues.named(name);
      const reset = Object.fromEntries(
        Object.keys(queue.attributes)
          .filter((key) => key === 'RedrivePolicy')
          .map((key) => [key, '']),
      );
      return provisioned(queues.change(queue, { ...reset, ...attributesOf(properties) }, tagsOf(properties)));
    },
    delete: (current) => remove(sqs, String(current.attributes.QueueName)),
  });

  function provisioned({ url, arn, name }: Queue): Provisioned {
    region.log('info', `sqs: queue ${name} stands`);
    return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  }
}

function attributesOf({ QueueName, Tags, ...attributes }: QueueProperties): Attributes {
  const given = Object.entries(attributes).filter(
    ([name, value]) => value !== undefined && !(name === 'FifoQueue' && !value),
  );
  return Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  );
}

function tagsOf({ Tags }: QueueProperties): Record<string, string> {
  return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
}

function policyType({ region, queues }: Sqs) {
  const put = (urls: readonly string[], id: string, document: object | undefined) => {
    for (const url of urls) region.resourcePolicy(queues.arnOf(url.slice(url.lastIndexOf('/') + 1)), id, document);
  };
  const idOf = (place: ResourcePlace) => `${place.stack}/${place.logicalId}`;
  const create = (properties: z.output<typeof policyShape>, place: ResourcePlace): Provisioned => {
    put(properties.Queues, idOf(place), properties.PolicyDocument);
    return { ref: idOf(place), attributes: { Id: idOf(place), Queues: properties.Queues } };
  };
  return resource('AWS::SQS::QueuePolicy', policyShape, {
    create,
    update(properties, current, place) {
      put(current.attributes.Queues as string[], idOf(place), undefined);
      return create(properties, place);
    },
    delete: (current, place) => put(current.attributes.Queues as string[], idOf(place), undefined),
  });
}
