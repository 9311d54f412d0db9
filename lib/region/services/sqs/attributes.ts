/** The attributes of a queue: which there are, what they default to and what they allow. All are strings, as on the wire. */
import { AwsError } from '../../service.ts';
import { invalid } from './digest.ts';

export type Attributes = Record<string, string>;

const RANGES: Record<string, { from: number; to: number; initial: number }> = {
  DelaySeconds: { from: 0, to: 900, initial: 0 },
  MaximumMessageSize: { from: 1024, to: 1_048_576, initial: 1_048_576 },
  MessageRetentionPeriod: { from: 60, to: 1_209_600, initial: 345_600 },
  ReceiveMessageWaitTimeSeconds: { from: 0, to: 20, initial: 0 },
  VisibilityTimeout: { from: 0, to: 43_200, initial: 30 },
  KmsDataKeyReusePeriodSeconds: { from: 60, to: 86_400, initial: 300 },
};
const CHOICES: Record<string, readonly string[]> = {
  FifoQueue: ['true', 'false'],
  ContentBasedDeduplication: ['true', 'false'],
  SqsManagedSseEnabled: ['true', 'false'],
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};
const DOCUMENTS = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy'];
const ONLY_FIFO = ['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];
const INITIAL: Attributes = {
  ...Object.fromEntries(Object.entries(RANGES).map(([name, { initial }]) => [name, String(initial)])),
  SqsManagedSseEnabled: 'true',
};
delete INITIAL.KmsDataKeyReusePeriodSeconds;

/** Attributes of a new queue, checked against its name. */
export function initialAttributes(name: string, given: Attributes): Attributes {
  check(given);
  const fifo = given.FifoQueue === 'true';
  if (!/^[\w-]{1,80}$/.test(name.replace(/\.fifo$/, ''))) {
    throw invalid('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  }
  if (fifo !== name.endsWith('.fifo')) {
    throw invalid(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
  const misplaced = ONLY_FIFO.find((attribute) => attribute in given && !fifo);
  if (misplaced)
    throw new AwsError('InvalidAttributeName', `Unknown Attribute ${misplaced}: ${name} is not a FIFO queue.`);
  const { FifoQueue, ...rest } = given;
  return { ...INITIAL, ...(fifo ? { FifoQueue: 'true', ContentBasedDeduplication: 'false' } : {}), ...rest };
}

/** Throws `InvalidAttributeName` or `InvalidAttributeValue` for what no queue takes. */
export function check(given: Attributes): void {
  for (const [name, value] of Object.entries(given)) {
    if (!allowed(name, value)) {
      throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}: ${value}`);
    }
  }
}

function allowed(name: string, value: string): boolean {
  const range = RANGES[name];
  if (range) return /^\d+$/.test(value) && Number(value) >= range.from && Number(value) <= range.to;
  if (CHOICES[name]) return CHOICES[name].includes(value);
  if (DOCUMENTS.includes(name)) return value === '' || isDocument(value);
  if (name === 'KmsMasterKeyId') return true;
  throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

function isDocument(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
