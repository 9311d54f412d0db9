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
 * 1 to 2: definitions stand once and not in each execution; history stands beside the recorded event that made it. What
 * there is of history goes to the last recorded event, since which event made which part was not kept.
 */
function apartFromExecutions(db: DatabaseSync): void {
  if (!has(db, 'states_executions')) return;
  db.exec(`
    CREATE TABLE states_definitions (digest TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;
    ALTER TABLE states_journal ADD COLUMN first INTEGER;
    ALTER TABLE states_journal ADD COLUMN last INTEGER;
    ALTER TABLE states_journal ADD COLUMN history TEXT;
    UPDATE states_journal AS event SET (first, last, history) = (
      SELECT min(id), max(id), '[' || group_concat(event, ',' ORDER BY id) || ']' FROM states_history
      WHERE execution = event.execution)
    WHERE seq = (SELECT max(seq) FROM states_journal WHERE execution = event.execution);
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
