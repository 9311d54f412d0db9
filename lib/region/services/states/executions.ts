/**
 * Executions in the region's file: a row each, the journal (recorded events, from which the state is folded again after
 * a restart, and beside each the part of the history that clients read which it made), and the task tokens that are out.
 * A step adds one row of its own size to the journal, however long that is.
 */
import type { Event, HistoryEvent } from '../../../asl/events.ts';
import type { Status } from '../../../asl/snapshot.ts';
import type { Region, Store } from '../../service.ts';
import { definitions } from './definitions.ts';
import { pageOf } from './history.ts';

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

// Journal rows of all executions stand one behind the other, so that a group of them fills few pages.
const TABLES = `
  CREATE TABLE IF NOT EXISTS states_executions (
    id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, status TEXT NOT NULL,
    started INTEGER NOT NULL, parent TEXT, value TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS states_executions_list ON states_executions (machine, started);
  CREATE INDEX IF NOT EXISTS states_executions_running ON states_executions (started) WHERE status = 'RUNNING';
  CREATE INDEX IF NOT EXISTS states_executions_parent ON states_executions (parent) WHERE parent IS NOT NULL;
  CREATE TABLE IF NOT EXISTS states_journal (
    id INTEGER PRIMARY KEY, execution INTEGER NOT NULL, seq INTEGER NOT NULL, event TEXT NOT NULL,
    first INTEGER, last INTEGER, history TEXT);
  CREATE UNIQUE INDEX IF NOT EXISTS states_journal_order ON states_journal (execution, seq);
  CREATE TABLE IF NOT EXISTS states_tokens (
    token TEXT PRIMARY KEY, execution TEXT NOT NULL, task TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS states_announcements (id INTEGER PRIMARY KEY, event TEXT NOT NULL);
`;

/** Of an execution, by its ARN. */
const ID = '(SELECT id FROM states_executions WHERE arn = ?)';

const parentKey = ({ execution, taskId }: { execution: string; taskId: string }): string => `${execution} ${taskId}`;

export type Executions = ReturnType<typeof executions>;

export function executions(store: Store) {
  const { db } = store;
  db.exec(TABLES);
  const machines = definitions(store);
  /** Rows of executions that run, as they are stored. */
  const running = new Map<string, Execution>();
  const read = (row: unknown): Execution => {
    const value = JSON.parse((row as { value: string }).value) as Execution;
    return { ...value, definition: machines.text(value.definition) };
  };
  const sql = {
    get: db.prepare('SELECT value FROM states_executions WHERE arn = ?'),
    put: db.prepare(`INSERT INTO states_executions (arn, machine, status, started, parent, value)
      VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (arn) DO UPDATE SET status = excluded.status, parent = excluded.parent, value = excluded.value`),
    running: db.prepare(`SELECT value FROM states_executions WHERE status = 'RUNNING' ORDER BY started`),
    child: db.prepare('SELECT value FROM states_executions WHERE parent = ?'),
    list: db.prepare('SELECT value FROM states_executions WHERE machine = ? ORDER BY started DESC, arn'),
    note: db.prepare(`INSERT OR IGNORE INTO states_journal (execution, seq, event, first, last, history)
      VALUES (${ID}, ?, ?, ?, ?, ?)`),
    journal: db.prepare(`SELECT event FROM states_journal WHERE execution = ${ID} ORDER BY seq`),
    history: db.prepare(`SELECT history FROM states_journal WHERE execution = ${ID} AND last > ? ORDER BY seq`),
    backwards: db.prepare(`SELECT history FROM states_journal WHERE execution = ${ID} AND first < ? ORDER BY seq DESC`),
    issue: db.prepare('INSERT OR REPLACE INTO states_tokens VALUES (?, ?, ?)'),
    token: db.prepare('SELECT execution, task FROM states_tokens WHERE token = ?'),
    announcements: db.prepare('SELECT id, event FROM states_announcements ORDER BY id'),
    announced: db.prepare('DELETE FROM states_announcements WHERE id = ?'),
  };
  return {
    /** What it runs, parsed. */
    machine: ({ definition }: Execution) => machines.parsed(definition),
    get(arn: string): Execution | undefined {
      const known = running.get(arn);
      if (known) return known;
      const row = sql.get.get(arn);
      const found = row && read(row);
      if (found?.status === 'RUNNING') running.set(arn, found);
      return found;
    },
    /** In the caller's transaction; when that fails, call `reload`. */
    put(row: Execution): void {
      const parent = row.parent ? parentKey(row.parent) : null;
      const value = JSON.stringify({ ...row, definition: machines.keep(row.definition) });
      running.delete(row.arn);
      sql.put.run(row.arn, row.machine, row.status, row.startedAt, parent, value);
    },
    /** Forgets what is kept in memory, when a transaction has failed. */
    reload: () => running.clear(),
    running: () => sql.running.all().map(read),
    childOf(parent: { execution: string; taskId: string }): Execution | undefined {
      const row = sql.child.get(parentKey(parent));
      return row && read(row);
    },
    /** Latest first. */
    ofMachine: (machine: string) => sql.list.all(machine).map(read),
    /** Adds an event to the journal, with the history that it made. */
    note(arn: string, seq: number, event: Event, made: readonly HistoryEvent[]): void {
      const [first, last] = [made[0]?.id ?? null, made.at(-1)?.id ?? null];
      sql.note.run(arn, seq, JSON.stringify(event), first, last, made.length > 0 ? JSON.stringify(made) : null);
    },
    journal: (arn: string) => sql.journal.all(arn).map((row) => JSON.parse((row as { event: string }).event) as Event),
    /** Events after (or, in reverse, before) an id. */
    history: (arn: string, reverse: boolean, from: number | undefined, most: number): HistoryEvent[] =>
      reverse
        ? pageOf(sql.backwards.iterate(arn, from ?? Number.MAX_SAFE_INTEGER), (id) => id < (from ?? id + 1), most, true)
        : pageOf(sql.history.iterate(arn, from ?? 0), (id) => id > (from ?? 0), most, false),
    issue: (token: string, arn: string, taskId: string) => void sql.issue.run(token, arn, taskId),
    token: (token: string) => sql.token.get(token) as { execution: string; task: string } | undefined,
    /** Changes of status that a version before this one stored and had not told to the bus when it was killed. */
    announcements: () =>
      (sql.announcements.all() as { id: number; event: string }[]).map(({ id, event }) => ({
        id,
        detail: JSON.parse(event) as Announcement,
      })),
    announced: (id: number) => void sql.announced.run(id),
  };
}
