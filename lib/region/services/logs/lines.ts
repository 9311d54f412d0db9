/** Where log lines are kept: groups, streams and events, in the order they came in. */
import type { Store } from '../../service.ts';

export interface Line {
  id: number;
  stream: string;
  /** Milliseconds since the epoch: when it happened, and when it arrived. */
  timestamp: number;
  ingested: number;
  message: string;
}

export interface Lines {
  append(
    group: string,
    stream: string,
    lines: readonly { timestamp: number; message: string }[],
    ingested: number,
  ): void;
  /** Lines after the one with id `after`, oldest first. */
  read(query: LineQuery): Line[];
  drop(group: string): void;
}

export interface LineQuery {
  group: string;
  stream?: string | undefined;
  start: number;
  end: number;
  after: number;
  limit: number;
}

const schema = `
CREATE TABLE IF NOT EXISTS logs_line (
  id INTEGER PRIMARY KEY, log_group TEXT NOT NULL, stream TEXT NOT NULL, timestamp INTEGER NOT NULL,
  ingested INTEGER NOT NULL, message TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS logs_line_stream ON logs_line (log_group, stream, id);
`;

export function lines(store: Store): Lines {
  const { db } = store;
  db.exec(schema);
  const insert = db.prepare(
    'INSERT INTO logs_line (log_group, stream, timestamp, ingested, message) VALUES (?, ?, ?, ?, ?)',
  );
  const range = 'AND timestamp BETWEEN ? AND ? AND id > ? ORDER BY id LIMIT ?';
  const ofGroup = db.prepare(`SELECT * FROM logs_line WHERE log_group = ? ${range}`);
  const ofStream = db.prepare(`SELECT * FROM logs_line WHERE log_group = ? AND stream = ? ${range}`);
  const drop = db.prepare('DELETE FROM logs_line WHERE log_group = ?');
  return {
    append: (group, stream, added, ingested) =>
      store.unsynced(() => {
        for (const { timestamp, message } of added) insert.run(group, stream, timestamp, ingested, message);
      }),
    read({ group, stream, start, end, after, limit }) {
      const rows =
        stream === undefined
          ? ofGroup.all(group, start, end, after, limit)
          : ofStream.all(group, stream, start, end, after, limit);
      return rows as unknown as Line[];
    },
    drop: (group) => void drop.run(group),
  };
}
