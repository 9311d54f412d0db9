import { Schedule } from 'aws-cdk-lib/aws-events';
import type { Program } from '../compile/program.ts';
import type { Buckets, Ledger } from './constructs/ledger.ts';
import type { Occasions } from './constructs/rule.ts';

type Trigger = NonNullable<Program['trigger']>;

/**
 * When a workflow starts, as a rule says it. Events of AWS's own services arrive on the account's default bus, all
 * others on the bus of the deployment.
 */
export function occasionsOf(trigger: Trigger, { bus, buckets }: Ledger): Occasions {
  if ('schedule' in trigger) return { schedule: Schedule.expression(trigger.schedule) };
  if ('objectCreated' in trigger) return { eventPattern: created(trigger.objectCreated, buckets) };
  const { source, 'detail-type': type } = trigger.event;
  const eventPattern = { source: [source], detailType: [type] };
  return source.startsWith('aws.') ? { eventPattern } : { eventPattern, eventBus: bus };
}

function created({ bucket: name, prefix }: { bucket: string; prefix?: string | undefined }, buckets: Buckets) {
  const bucket = Object.hasOwn(buckets, name) ? buckets[name as keyof Buckets] : undefined;
  if (!bucket)
    throw new Error(
      `trigger objectCreated { bucket: ${name} }: this deployment has ${Object.keys(buckets).join(', ')}`,
    );
  const object = prefix === undefined ? {} : { object: { key: [{ prefix }] } };
  return {
    source: ['aws.s3'],
    detailType: ['Object Created'],
    detail: { bucket: { name: [bucket.bucketName] }, ...object },
  };
}
