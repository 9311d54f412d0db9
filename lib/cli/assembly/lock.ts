import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds between two tries. */
const EVERY = 200;

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const BUSY = 5;

/**
 * Waits until no other process holds the lock, and holds it until the function that it resolves to is called. It is
 * SQLite's lock on the file, which the kernel gives back when a process dies: none is ever left behind.
 */
export async function lockFile(file: string, waiting: () => void): Promise<() => void> {
  const database = new DatabaseSync(file, { timeout: 0 });
  for (let tries = 0; !taken(database); tries++) {
    if (tries === 0) waiting();
    await setTimeout(EVERY);
  }
  return () => database.close();
}

function taken(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === BUSY) return false;
    throw error;
  }
}
