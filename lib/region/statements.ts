/** Prepared statements, each prepared once. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A function that gives the statement of an SQL text. Do not iterate one statement while iterating it already. */
export function statements(db: DatabaseSync): (sql: string) => StatementSync {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    const known = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
}
