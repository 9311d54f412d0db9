/**
 * The record of changes that a table's stream gives to its readers, written in the transaction of the change.
 * One shard a stream; sequence numbers grow for ever; records stay for 24 hours.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
 */
import type { Region } from '../../../service.ts';
import { statements } from '../../../statements.ts';
import { itemSize } from '../size.ts';
import { keyOf, type StreamView, type Table } from '../table.ts';
import { sameItem, writeItem } from '../text.ts';
import type { Item } from '../value.ts';

export interface Change {
  keys: Item;
  before?: Item | undefined;
  after?: Item | undefined;
  /** Who made it, when it was not a caller. */
  by?: 'ttl' | undefined;
}

/** What the store keeps of a change: only what the view of the stream shows. */
export interface StoredRecord {
  event: 'INSERT' | 'MODIFY' | 'REMOVE';
  keys: Item;
  before?: Item | undefined;
  after?: Item | undefined;
  bytes: number;
  by?: 'ttl' | undefined;
}

function recordOf({ keys, before, after, by }: Change, view: StreamView): StoredRecord {
  const shown = {
    before: view.includes('OLD') ? before : undefined,
    after: view.includes('NEW_') ? after : undefined,
  };
  const bytes = itemSize(keys) + itemSize(shown.before ?? {}) + itemSize(shown.after ?? {});
  return { event: !before ? 'INSERT' : after ? 'MODIFY' : 'REMOVE', keys, ...shown, bytes, by };
}

const schema = `
  CREATE TABLE IF NOT EXISTS dynamodb_streams (
    arn TEXT PRIMARY KEY, tbl TEXT NOT NULL, table_name TEXT NOT NULL, label TEXT NOT NULL, view TEXT NOT NULL,
    keys TEXT NOT NULL, created INTEGER NOT NULL, closed INTEGER, trimmed INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE IF NOT EXISTS dynamodb_records (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, at INTEGER NOT NULL, record TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS dynamodb_records_of ON dynamodb_records (stream, sequence);`;

/** Milliseconds for which a record can be read. */
export const retention = 24 * 3600 * 1000;

export class StreamLog {
  readonly #region: Region;
  readonly #sql: ReturnType<typeof statements>;
  readonly #readers = new Map<string, Set<() => void>>();

  constructor(region: Region) {
    this.#region = region;
    region.store.db.exec(schema);
    this.#sql = statements(region.store.db);
  }

  open(table: Table): void {
    const { stream, id, name, keys } = table;
    if (!stream) return;
    const insert = this.#sql('INSERT OR IGNORE INTO dynamodb_streams VALUES (?, ?, ?, ?, ?, ?, ?, NULL, 0)');
    const now = this.#region.clock.now();
    insert.run(stream.arn, id, name, stream.label, stream.view, JSON.stringify(keys), now);
  }

  exists(streamArn: string): boolean {
    return this.#sql('SELECT 1 FROM dynamodb_streams WHERE arn = ?').get(streamArn) !== undefined;
  }

  /** Its records can be read on until they are too old. */
  close(streamArn: string): void {
    this.#sql('UPDATE dynamodb_streams SET closed = ? WHERE arn = ?').run(this.#region.clock.now(), streamArn);
    this.#announce(streamArn);
  }

  append(table: Table, before: Item | undefined, after: Item | undefined, by?: Change['by']): void {
    const { stream } = table;
    const unchanged = before && after ? sameItem(before, after) : before === after;
    if (!stream || unchanged) return;
    const record = recordOf({ keys: keyOf((after ?? before)!, table.keys), before, after, by }, stream.view);
    const insert = this.#sql('INSERT INTO dynamodb_records (stream, at, record) VALUES (?, ?, ?)');
    insert.run(stream.arn, this.#region.clock.now(), writeItem(record as unknown as Item));
    this.#announce(stream.arn);
  }

  /** Calls `reader` after each change of the stream, once the change is committed or rolled back. */
  subscribe(streamArn: string, reader: () => void): () => void {
    const readers = this.#readers.get(streamArn) ?? new Set();
    this.#readers.set(streamArn, readers.add(reader));
    return () => readers.delete(reader);
  }

  /** Transactions are synchronous, so what runs in a microtask runs after the commit. */
  #announce(streamArn: string): void {
    for (const reader of this.#readers.get(streamArn) ?? []) queueMicrotask(reader);
  }
}
