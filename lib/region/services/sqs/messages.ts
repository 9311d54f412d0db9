/** Messages of all queues, in the order in which they were sent. Times are milliseconds of the region's clock. */
import type { Region } from '../../service.ts';
import type { MessageAttributes } from './digest.ts';
import type { Queue } from './queues.ts';

export interface Message {
  seq: number;
  queue: string;
  id: string;
  body: string;
  attributes: MessageAttributes;
  /** System attributes fixed at sending: SenderId, MessageGroupId, MessageDeduplicationId, SequenceNumber … */
  system: Record<string, string>;
  groupId: string | null;
  sentAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number | null;
  /** Nonce of the latest receipt handle. */
  receipt: string | null;
}

export type NewMessage = Omit<Message, 'seq' | 'receiveCount' | 'firstReceivedAt' | 'receipt'>;
export type Messages = ReturnType<typeof messages>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sqs_message (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
    attributes TEXT NOT NULL, system TEXT NOT NULL, groupId TEXT, sentAt INTEGER NOT NULL, visibleAt INTEGER NOT NULL,
    receiveCount INTEGER NOT NULL DEFAULT 0, firstReceivedAt INTEGER, receipt TEXT);
  CREATE INDEX IF NOT EXISTS sqs_message_visible ON sqs_message (queue, visibleAt);
  CREATE INDEX IF NOT EXISTS sqs_message_sent ON sqs_message (queue, sentAt);`;

/** A message of a FIFO queue waits while one of its group is in flight or an earlier one delayed: a group stays in order. */
const VISIBLE = `
  SELECT * FROM sqs_message AS m WHERE queue = ?1 AND visibleAt <= ?2 AND (?3 = 0 OR NOT EXISTS (
    SELECT 1 FROM sqs_message AS held
    WHERE held.queue = ?1 AND held.groupId = m.groupId AND held.visibleAt > ?2
      AND (held.receiveCount > 0 OR held.seq < m.seq)))
  ORDER BY seq LIMIT ?4`;

export function messages(region: Region) {
  const { db } = region.store;
  db.exec(SCHEMA);
  const insert = db.prepare(
    `INSERT INTO sqs_message (queue, id, body, attributes, system, groupId, sentAt, visibleAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const visible = db.prepare(VISIBLE);
  const next = db.prepare('SELECT MIN(visibleAt) AS at FROM sqs_message WHERE queue = ? AND visibleAt > ?');
  const bySeq = db.prepare('SELECT * FROM sqs_message WHERE seq = ?');
  const taken = db.prepare(
    'UPDATE sqs_message SET visibleAt = ?, receiveCount = receiveCount + 1, firstReceivedAt = ifnull(firstReceivedAt, ?), receipt = ? WHERE seq = ?',
  );
  const hide = db.prepare('UPDATE sqs_message SET visibleAt = ? WHERE seq = ?');
  const move = db.prepare('UPDATE sqs_message SET queue = ?, visibleAt = ?, system = ?, receipt = NULL WHERE seq = ?');
  const drop = db.prepare('DELETE FROM sqs_message WHERE seq = ?');
  const purge = db.prepare('DELETE FROM sqs_message WHERE queue = ?');
  const expire = db.prepare('DELETE FROM sqs_message WHERE queue = ? AND sentAt <= ?');
  const count = db.prepare(`SELECT
    count(*) FILTER (WHERE visibleAt <= ?2) AS visible,
    count(*) FILTER (WHERE visibleAt > ?2 AND receiveCount > 0) AS inFlight,
    count(*) FILTER (WHERE visibleAt > ?2 AND receiveCount = 0) AS delayed FROM sqs_message WHERE queue = ?1`);

  return {
    /** Adds a message and gives its number. */
    add(message: NewMessage): number {
      const { queue, id, body, attributes, system, groupId, sentAt, visibleAt } = message;
      const result = insert.run(queue, id, body, pack(attributes), JSON.stringify(system), groupId, sentAt, visibleAt);
      return Number(result.lastInsertRowid);
    },
    /** Up to `limit` messages that may be received now, oldest first. */
    visible(queue: Queue, limit: number): Message[] {
      const now = region.clock.now();
      expire.run(queue.name, now - Number(queue.attributes.MessageRetentionPeriod) * 1000);
      const fifo = queue.attributes.FifoQueue === 'true' ? 1 : 0;
      return visible.all(queue.name, now, fifo, limit).map(unpack);
    },
    /** When the next hidden message appears, if one is hidden. */
    nextVisible: (queue: string) => (next.get(queue, region.clock.now()) as { at: number | null }).at ?? undefined,
    find: (seq: number): Message | undefined => {
      const row = bySeq.get(seq);
      return row && unpack(row);
    },
    /** Notes that a message was received and hides it until `visibleAt`. */
    take: (seq: number, visibleAt: number, receipt: string) => taken.run(visibleAt, region.clock.now(), receipt, seq),
    hide: (seq: number, visibleAt: number) => hide.run(visibleAt, seq),
    move: (message: Message, queue: string, system: Record<string, string>) =>
      move.run(queue, region.clock.now(), JSON.stringify(system), message.seq),
    remove: (seq: number) => drop.run(seq),
    purge: (queue: string) => purge.run(queue),
    count: (queue: string) =>
      count.get(queue, region.clock.now()) as { visible: number; inFlight: number; delayed: number },
  };
}

function pack(attributes: MessageAttributes): string {
  return JSON.stringify(attributes, (_, value) =>
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
  );
}

function unpack(row: Record<string, unknown>): Message {
  const attributes = JSON.parse(row.attributes as string, (_, value) =>
    typeof value?.base64 === 'string' ? new Uint8Array(Buffer.from(value.base64, 'base64')) : value,
  );
  return { ...(row as unknown as Message), attributes, system: JSON.parse(row.system as string) };
}
