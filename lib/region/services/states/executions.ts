/**
 * Executions in the region's file: a row each, the journal of recorded events (from which the state is folded again
 * after a restart), the history that clients read, and the task tokens that are out.
 */
import type { Event, HistoryEvent } from '../../../asl/events.ts';
import type { Status } from '../../../asl/snapshot.ts';
import type { Region, Store } from '../../service.ts';

type Announcement = Parameters<Region['emit']>[0];

export interface Execution {
  arn: string;
  name: string;
  machine: string;
  machineArn: string;
  versionArn?: string;
  aliasArn?: string;
  roleArn: string;
  definition: string;
  status: Status;
  /** JSON text, as given. */
  input: string;
  output?: string;
  error?: string;
  cause?: string;
  startedAt: number;
  stoppedAt?: number;
  redrives: number;
  redrivenAt?: number;
  traceHeader?: string;
  /** Task of another execution that waits for the end of this one; `parsed` when it wants JSON, not text (`.sync:2`). */
  parent?: { execution: string; taskId: string; parsed: boolean };
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS states_executions (
    arn TEXT PRIMARY KEY, machine TEXT NOT NULL, status TEXT NOT NULL, started INTEGER NOT NULL,
    parent TEXT, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS states_executions_list ON states_executions (machine, started);
  CREATE INDEX IF NOT EXISTS states_executions_parent ON states_executions (parent) WHERE parent IS NOT NULL;
  CREATE TABLE IF NOT EXISTS states_journal (
    execution TEXT, seq INTEGER, event TEXT NOT NULL, PRIMARY KEY (execution, seq)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS states_history (
    execution TEXT, id INTEGER, event TEXT NOT NULL, PRIMARY KEY (execution, id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS states_tokens (
    token TEXT PRIMARY KEY, execution TEXT NOT NULL, task TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS states_announcements (id INTEGER PRIMARY KEY, event TEXT NOT NULL);
`;

const parentKey = ({ execution, taskId }: { execution: string; taskId: string }): string => `${execution} ${taskId}`;

export type Executions = ReturnType<typeof executions>;

export function executions({ db }: Store) {
  db.exec(TABLES);
  const rows = <T>(found: unknown[], column: string): T[] =>
    found.map((row) => JSON.parse((row as Record<string, string>)[column] as string) as T);
  const first = <T>(found: unknown, column: string): T | undefined => (found ? rows<T>([found], column)[0] : undefined);
  const sql = {
    get: db.prepare('SELECT value FROM states_executions WHERE arn = ?'),
    put: db.prepare('INSERT OR REPLACE INTO states_executions VALUES (?, ?, ?, ?, ?, ?)'),
    running: db.prepare(`SELECT value FROM states_executions WHERE status = 'RUNNING' ORDER BY started`),
    child: db.prepare('SELECT value FROM states_executions WHERE parent = ?'),
    list: db.prepare('SELECT value FROM states_executions WHERE machine = ? ORDER BY started DESC, arn'),
    note: db.prepare('INSERT OR IGNORE INTO states_journal VALUES (?, ?, ?)'),
    journal: db.prepare('SELECT event FROM states_journal WHERE execution = ? ORDER BY seq'),
    tell: db.prepare('INSERT OR IGNORE INTO states_history VALUES (?, ?, ?)'),
    history: db.prepare('SELECT event FROM states_history WHERE execution = ? AND id > ? ORDER BY id LIMIT ?'),
    backwards: db.prepare('SELECT event FROM states_history WHERE execution = ? AND id < ? ORDER BY id DESC LIMIT ?'),
    issue: db.prepare('INSERT OR REPLACE INTO states_tokens VALUES (?, ?, ?)'),
    token: db.prepare('SELECT execution, task FROM states_tokens WHERE token = ?'),
    announce: db.prepare('INSERT INTO states_announcements (event) VALUES (?) RETURNING id'),
    announcements: db.prepare('SELECT id, event FROM states_announcements ORDER BY id'),
    announced: db.prepare('DELETE FROM states_announcements WHERE id = ?'),
  };
  return {
    get: (arn: string) => first<Execution>(sql.get.get(arn), 'value'),
    put: (row: Execution): void => {
      const parent = row.parent ? parentKey(row.parent) : null;
      sql.put.run(row.arn, row.machine, row.status, row.startedAt, parent, JSON.stringify(row));
    },
    running: () => rows<Execution>(sql.running.all(), 'value'),
    childOf: (parent: { execution: string; taskId: string }) =>
      first<Execution>(sql.child.get(parentKey(parent)), 'value'),
    /** Latest first. */
    ofMachine: (machine: string) => rows<Execution>(sql.list.all(machine), 'value'),
    note: (arn: string, seq: number, event: Event) => void sql.note.run(arn, seq, JSON.stringify(event)),
    journal: (arn: string) => rows<Event>(sql.journal.all(arn), 'event'),
    tell: (arn: string, events: readonly HistoryEvent[]): void => {
      for (const event of events) sql.tell.run(arn, event.id, JSON.stringify(event));
    },
    /** Events after (or, in reverse, before) an id. */
    history: (arn: string, reverse: boolean, from: number | undefined, most: number) =>
      rows<HistoryEvent>(
        reverse ? sql.backwards.all(arn, from ?? Number.MAX_SAFE_INTEGER, most) : sql.history.all(arn, from ?? 0, most),
        'event',
      ),
    issue: (token: string, arn: string, taskId: string) => void sql.issue.run(token, arn, taskId),
    token: (token: string) => sql.token.get(token) as { execution: string; task: string } | undefined,
    announce: (event: object) => (sql.announce.get(JSON.stringify(event)) as { id: number }).id,
    announcements: () =>
      (sql.announcements.all() as { id: number; event: string }[]).map(({ id, event }) => ({
        id,
        detail: JSON.parse(event) as Announcement,
      })),
    announced: (id: number) => void sql.announced.run(id),
  };
}
