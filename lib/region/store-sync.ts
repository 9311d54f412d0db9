/**
 * Group commit. Transactions are written to the log file of SQLite as they end, each whole and in order, and one sync of
 * that file makes all of them durable for everybody who waits. It does what `PRAGMA synchronous = FULL` would do after
 * each transaction: https://www.sqlite.org/pragma.html#pragma_synchronous; checkpoints keep their own syncs.
 */
import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

export interface Syncing {
  /** Settles when everything that is written by now is on the disk; rejects, from then on always, if the disk fails. */
  durable(): Promise<void>;
  /** Runs work whose rows nobody waits for. */
  unawaited<T>(work: () => T): T;
  /** Throws if the disk has failed: nothing more may be promised on top of what it may have lost. */
  check(): void;
  /** Syncs so far. */
  readonly count: number;
  close(): void;
}

/** A sync that waits for its turn or is under way; `rows` are those that it takes along. */
interface Sync {
  rows: number;
  done: Promise<void>;
}

/** Syncs `log`, the write-ahead log of the database, which must exist; undefined for a database in memory. */
export function syncing(db: DatabaseSync, log: string | undefined): Syncing {
  const rows = db.prepare('SELECT total_changes() AS n');
  // For writing, since some systems refuse to sync what is open for reading. SQLite holds no locks on this file.
  const fd = log === undefined ? undefined : openSync(log, 'r+');
  // What a former process wrote may be in the system's cache only.
  if (fd !== undefined) fdatasyncSync(fd);
  let count = 0;
  let unawaited = 0;
  let onDisk = 0;
  let running: Sync | undefined;
  let next: Sync | undefined;
  let failure: Error | undefined;
  let closed = false;
  const written = () => (rows.get()?.n as number) - unawaited;

  const start = (sync: Sync) =>
    new Promise<void>((resolve, reject) => {
      next = undefined;
      running = sync;
      sync.rows = written();
      count++;
      fdatasync(fd!, (error) => {
        running = undefined;
        if (closed) closeSync(fd!);
        if (error) return reject(fail(error));
        onDisk = sync.rows;
        resolve();
      });
    });
  const fail = (cause: Error): Error => {
    failure = new Error(`the disk under ${log} did not keep what was written (${cause.message}); ${advice}`, { cause });
    return failure;
  };
  /** At the end of this turn of the event loop, so that one sync serves all that it made, and never two at a time. */
  const line = (): Sync => {
    const sync: Sync = { rows: 0, done: Promise.resolve() };
    const before = running?.done.catch(() => {}) ?? new Promise<void>((resolve) => void setImmediate(resolve));
    sync.done = before.then(() => {
      if (failure) throw failure;
      return closed ? undefined : start(sync);
    });
    return sync;
  };

  return {
    durable() {
      if (failure) return Promise.reject(failure);
      if (closed) return Promise.resolve();
      const now = written();
      if (fd === undefined || now === onDisk) return Promise.resolve();
      if (running?.rows === now) return running.done;
      next ??= line();
      return next.done;
    },
    unawaited(work) {
      const before = written();
      try {
        return work();
      } finally {
        unawaited += written() - before;
      }
    },
    check() {
      if (failure) throw failure;
    },
    get count() {
      return count;
    },
    close() {
      closed = true;
      if (fd !== undefined && !running && !failure) closeSync(fd);
    },
  };
}

const advice =
  'what was answered before is kept, as far as the disk is true; stop the region, check the disk, and start it again';
