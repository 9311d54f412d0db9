/**
 * How a state file of an earlier version becomes one of this version: the step at index n leads from version n + 1 to
 * the next. They run before any service looks at the file, all in one transaction, and only on tables that are there.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

const MIGRATIONS: readonly ((db: DatabaseSync) => void)[] = [apartFromExecutions];

/** Raised when the meaning of the tables changes; a file with a higher number was written by a newer Countersign. */
export const schemaVersion = MIGRATIONS.length + 1;

/** Call it in a transaction. */
export function migrate(db: DatabaseSync, from: number): void {
  for (const step of MIGRATIONS.slice(from - 1)) step(db);
}

/**
 * 1 to 2: definitions stand once and not in each execution; rows of the journal stand one behind the other, and beside
 * each the history that it made. What there is of history goes to the last recorded event of its execution, since which
 * event made which part was not kept.
 */
function apartFromExecutions(db: DatabaseSync): void {
  if (!has(db, 'states_executions')) return;
  db.exec(`
    CREATE TABLE states_definitions (digest TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;
    ALTER TABLE states_executions RENAME TO former_executions;
    ALTER TABLE states_journal RENAME TO former_journal;
    DROP INDEX states_executions_list;
    DROP INDEX states_executions_parent;
    CREATE TABLE states_executions (
      id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, status TEXT NOT NULL,
      started INTEGER NOT NULL, parent TEXT, value TEXT NOT NULL);
    CREATE TABLE states_journal (
      id INTEGER PRIMARY KEY, execution INTEGER NOT NULL, seq INTEGER NOT NULL, event TEXT NOT NULL,
      first INTEGER, last INTEGER, history TEXT);
    INSERT INTO states_executions (arn, machine, status, started, parent, value)
      SELECT arn, machine, status, started, parent, value FROM former_executions ORDER BY started, arn;
    INSERT INTO states_journal (execution, seq, event)
      SELECT id, seq, event FROM states_executions JOIN former_journal ON arn = execution ORDER BY id, seq;
    UPDATE states_journal AS event SET (first, last, history) = (
      SELECT min(part.id), max(part.id), '[' || group_concat(part.event, ',' ORDER BY part.id) || ']'
      FROM states_history AS part JOIN states_executions AS whole ON part.execution = whole.arn
      WHERE whole.id = event.execution)
    WHERE seq = (SELECT max(seq) FROM states_journal WHERE execution = event.execution);
    DROP TABLE former_executions;
    DROP TABLE former_journal;
    DROP TABLE states_history;
  `);
  const keep = db.prepare('INSERT OR IGNORE INTO states_definitions VALUES (?, ?)');
  const refer = db.prepare(`UPDATE states_executions SET value = json_set(value, '$.definition', ?) WHERE arn = ?`);
  const all = db.prepare(`SELECT arn, value ->> 'definition' AS definition FROM states_executions`).all();
  for (const { arn, definition } of all as { arn: string; definition: string }[]) {
    const digest = createHash('sha256').update(definition).digest('hex');
    keep.run(digest, definition);
    refer.run(digest, arn);
  }
}

const has = (db: DatabaseSync, table: string): boolean =>
  db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== undefined;
