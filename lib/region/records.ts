/** Small durable maps: one table of JSON values by key, for services that hold settings rather than data. */
import type { Store } from './service.ts';

export interface Records<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  delete(key: string): void;
  /** Values whose key begins with `prefix`, in order of their keys. */
  list(prefix?: string): T[];
  entries(): [key: string, value: T][];
}

/** The records of one table (`<service>_<what>`), which is created when it is not there. */
export function records<T>(store: Store, table: string): Records<T> {
  const { db } = store;
  db.exec(`CREATE TABLE IF NOT EXISTS ${table} (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`);
  const one = db.prepare(`SELECT value FROM ${table} WHERE key = ?`);
  const put = db.prepare(`INSERT INTO ${table} VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  const remove = db.prepare(`DELETE FROM ${table} WHERE key = ?`);
  const range = db.prepare(`SELECT value FROM ${table} WHERE key >= ? AND key < ? ORDER BY key`);
  const all = db.prepare(`SELECT key, value FROM ${table} ORDER BY key`);
  const parse = (row: unknown) => JSON.parse((row as { value: string }).value) as T;
  return {
    get: (key) => {
      const row = one.get(key);
      return row && parse(row);
    },
    put: (key, value) => void store.transaction(() => put.run(key, JSON.stringify(value))),
    delete: (key) => void store.transaction(() => remove.run(key)),
    entries: () =>
      (all.all() as unknown as { key: string; value: string }[]).map((row) => [row.key, JSON.parse(row.value) as T]),
    list: (prefix = '') => range.all(prefix, `${prefix}\u{10ffff}`).map(parse),
  };
}
