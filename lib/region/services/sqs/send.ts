/** SendMessage and SendMessageBatch. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AwsError, type Call, type Principal } from '../../service.ts';
import { integer, operation } from '../../shape.ts';
import { batch } from './batch.ts';
import { attributesDigest, bodyDigest, invalid, messageAttributes, sizeOf } from './digest.ts';
import { authorizeQueueKey, SENDING } from './key.ts';
import type { Queue } from './queues.ts';
import type { Sqs } from './sqs.ts';

const entry = {
  MessageBody: z.string(),
  DelaySeconds: integer.optional(),
  MessageAttributes: messageAttributes.optional(),
  MessageSystemAttributes: z.strictObject({ AWSTraceHeader: messageAttributes.valueType }).optional(),
  MessageDeduplicationId: z.string().min(1).max(128).optional(),
  MessageGroupId: z.string().min(1).max(128).optional(),
};
const single = z.strictObject({ QueueUrl: z.string(), ...entry });
const entries = z.array(z.strictObject({ Id: z.string(), ...entry }));
type Entry = z.output<z.ZodObject<typeof entry>>;

const DEDUPLICATION_MS = 5 * 60_000;

export function sending(sqs: Sqs) {
  const { region, queues, messages, arrivals } = sqs;
  const { db } = region.store;
  db.exec(`CREATE TABLE IF NOT EXISTS sqs_deduplication
    (queue TEXT, key TEXT, id TEXT NOT NULL, sequence TEXT NOT NULL, sentAt INTEGER NOT NULL, PRIMARY KEY (queue, key))`);
  const recent = db.prepare('SELECT id, sequence FROM sqs_deduplication WHERE queue = ? AND key = ? AND sentAt > ?');
  const remember = db.prepare('INSERT OR REPLACE INTO sqs_deduplication VALUES (?, ?, ?, ?, ?)');
  const forget = db.prepare('DELETE FROM sqs_deduplication WHERE queue = ? AND sentAt <= ?');

  function send(queue: Queue, entry: Entry, principal: Principal) {
    if (entry.MessageBody === '')
      throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
    const limit = Number(queue.attributes.MaximumMessageSize);
    if (sizeOf(entry.MessageBody, entry.MessageAttributes) > limit) {
      throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`);
    }
    const stored =
      queue.attributes.FifoQueue === 'true' ? sendFifo(queue, entry, principal) : add(queue, entry, principal, {});
    return {
      ...stored,
      MD5OfMessageBody: bodyDigest(entry.MessageBody),
      MD5OfMessageAttributes: attributesDigest(entry.MessageAttributes),
      MD5OfMessageSystemAttributes: attributesDigest(entry.MessageSystemAttributes),
    };
  }

  function sendFifo(queue: Queue, entry: Entry, principal: Principal) {
    const { MessageGroupId: group } = entry;
    if (!group) throw new AwsError('MissingParameter', 'The request must contain the parameter MessageGroupId.');
    if (entry.DelaySeconds)
      throw invalid(
        `Value ${entry.DelaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
      );
    const deduplication = deduplicationId(queue, entry);
    const key =
      queue.attributes.DeduplicationScope === 'messageGroup' ? JSON.stringify([group, deduplication]) : deduplication;
    const now = region.clock.now();
    forget.run(queue.name, now - DEDUPLICATION_MS);
    const before = recent.get(queue.name, key, now - DEDUPLICATION_MS) as { id: string; sequence: string } | undefined;
    if (before) return { MessageId: before.id, SequenceNumber: before.sequence };
    const sent = add(queue, entry, principal, { MessageDeduplicationId: deduplication, SequenceNumber: sequence() });
    remember.run(queue.name, key, sent.MessageId, sent.SequenceNumber!, now);
    return sent;
  }

  function add(queue: Queue, entry: Entry, principal: Principal, fifo: Record<string, string>) {
    const id = uuid(region.id(16));
    const sentAt = region.clock.now();
    const delay = entry.DelaySeconds ?? Number(queue.attributes.DelaySeconds);
    if (delay < 0 || delay > 900)
      throw invalid(
        `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
      );
    const trace = entry.MessageSystemAttributes?.AWSTraceHeader?.StringValue;
    const system = {
      SenderId: sender(principal),
      ...(entry.MessageGroupId && { MessageGroupId: entry.MessageGroupId }),
      ...(trace && { AWSTraceHeader: trace }),
      ...fifo,
    };
    const common = {
      queue: queue.name,
      id,
      body: entry.MessageBody,
      attributes: entry.MessageAttributes ?? {},
      system,
    };
    messages.add({ ...common, groupId: entry.MessageGroupId ?? null, sentAt, visibleAt: sentAt + delay * 1000 });
    return { MessageId: id, SequenceNumber: fifo.SequenceNumber };
  }

  /** Twenty digits that only grow, as in a FIFO queue of AWS. */
  const numbers = db.prepare(
    "SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'sqs_message'), 0) + 1 AS next",
  );
  const sequence = () => String((numbers.get() as { next: number }).next).padStart(20, '0');

  function authorize(call: Call, url: string): Queue {
    const queue = queues.at(url);
    call.authorize('sqs:SendMessage', queue.arn);
    authorizeQueueKey(region, call, queue, SENDING);
    return queue;
  }

  return {
    ...operation('SendMessage', single, ({ QueueUrl, ...entry }, call) => {
      const queue = authorize(call, QueueUrl);
      const sent = region.store.transaction(() => send(queue, entry, call.principal));
      arrivals.changed(queue.name);
      return sent;
    }),
    ...operation('SendMessageBatch', z.strictObject({ QueueUrl: z.string(), Entries: entries }), (input, call) => {
      const queue = authorize(call, input.QueueUrl);
      const size = input.Entries.reduce((sum, entry) => sum + sizeOf(entry.MessageBody, entry.MessageAttributes), 0);
      if (size > 1_048_576) {
        const message = `Batch requests cannot be longer than 1048576 bytes. You have sent ${size} bytes.`;
        throw new AwsError('BatchRequestTooLong', message);
      }
      const result = region.store.transaction(() =>
        batch(input.Entries, (entry) => send(queue, entry, call.principal)),
      );
      arrivals.changed(queue.name);
      return result;
    }),
  };
}

function deduplicationId(queue: Queue, entry: Entry): string {
  if (entry.MessageDeduplicationId) return entry.MessageDeduplicationId;
  if (queue.attributes.ContentBasedDeduplication === 'true') {
    return createHash('sha256').update(entry.MessageBody).digest('hex');
  }
  throw invalid(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function sender(principal: Principal): string {
  if (principal.kind === 'role') return `${principal.name}:local`;
  return principal.kind === 'service' ? principal.service : 'root';
}

/** 32 hex digits in the form of a UUID. */
function uuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
