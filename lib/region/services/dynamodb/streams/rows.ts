/** Reading streams and their records from the store, and letting go of what is too old. */
import type { Region } from '../../../service.ts';
import { statements } from '../../../statements.ts';
import type { KeySchema, StreamView } from '../table.ts';
import { parseItem } from '../text.ts';
import { retention, type StoredRecord } from './log.ts';

export interface StreamRow {
  arn: string;
  table: string;
  label: string;
  view: StreamView;
  keySchema: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
  /** Milliseconds since the epoch. */
  created: number;
  closed: number | null;
  /** The newest record that is gone, or 0. */
  trimmed: number;
}

export interface RecordRow {
  sequence: number;
  at: number;
  record: StoredRecord;
}

/** A page of records ends at this size. */
const largestAnswer = 1024 * 1024;

export class StreamRows {
  readonly #region: Region;
  readonly #sql: ReturnType<typeof statements>;

  constructor(region: Region) {
    this.#region = region;
    this.#sql = statements(region.store.db);
  }

  stream(arn: string): StreamRow | undefined {
    const row = this.#sql('SELECT * FROM dynamodb_streams WHERE arn = ?').get(arn);
    return row && toStream(row);
  }

  streams(table: string | undefined, after: string): StreamRow[] {
    const sql = 'SELECT * FROM dynamodb_streams WHERE arn > ? AND (? IS NULL OR table_name = ?) ORDER BY arn';
    return this.#sql(sql)
      .all(after, table ?? null, table ?? null)
      .map(toStream);
  }

  /** The newest sequence number of the stream, also when its record is gone. */
  last(arn: string): number {
    const row = this.#sql('SELECT max(sequence) AS last FROM dynamodb_records WHERE stream = ?').get(arn);
    return Number(row?.last ?? this.stream(arn)?.trimmed ?? 0);
  }

  /** Deletes records older than a day; returns the newest sequence number that is gone. */
  trim(stream: StreamRow): number {
    const before = this.#region.clock.now() - retention;
    // Asked at every reading: while the oldest record is young, it alone has the answer.
    const oldest = this.#sql('SELECT at FROM dynamodb_records WHERE stream = ? ORDER BY sequence LIMIT 1');
    if (Number(oldest.get(stream.arn)?.at ?? before) >= before) return stream.trimmed;
    const old = this.#sql('SELECT max(sequence) AS last FROM dynamodb_records WHERE stream = ? AND at < ?');
    const last = Number(old.get(stream.arn, before)?.last ?? 0);
    if (last === 0) return stream.trimmed;
    this.#region.store.transaction(() => {
      this.#sql('DELETE FROM dynamodb_records WHERE stream = ? AND sequence <= ?').run(stream.arn, last);
      this.#sql('UPDATE dynamodb_streams SET trimmed = ? WHERE arn = ?').run(last, stream.arn);
    });
    return last;
  }

  after(arn: string, sequence: number, limit: number): RecordRow[] {
    const sql = 'SELECT * FROM dynamodb_records WHERE stream = ? AND sequence > ? ORDER BY sequence LIMIT ?';
    const found: RecordRow[] = [];
    let size = 0;
    for (const row of this.#sql(sql).iterate(arn, sequence, limit)) {
      const record = parseItem(String(row.record)) as unknown as StoredRecord;
      size += record.bytes;
      if (found.length > 0 && size > largestAnswer) break;
      found.push({ sequence: Number(row.sequence), at: Number(row.at), record });
    }
    return found;
  }
}

function toStream(row: Record<string, unknown>): StreamRow {
  return {
    arn: String(row.arn),
    table: String(row.table_name),
    label: String(row.label),
    view: String(row.view) as StreamView,
    keySchema: keySchemaOf(JSON.parse(String(row.keys))),
    created: Number(row.created),
    closed: row.closed === null ? null : Number(row.closed),
    trimmed: Number(row.trimmed),
  };
}

/** In the shape of the API. */
export function keySchemaOf({ hash, range }: KeySchema): StreamRow['keySchema'] {
  const schema: StreamRow['keySchema'] = [{ AttributeName: hash, KeyType: 'HASH' }];
  return range ? [...schema, { AttributeName: range, KeyType: 'RANGE' }] : schema;
}
