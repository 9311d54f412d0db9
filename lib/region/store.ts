/** The region's state: one SQLite file that survives kill -9 and belongs to one process at a time. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate, schemaVersion } from './migrations.ts';
import type { Store } from './service.ts';
import { statements } from './statements.ts';
import { damaged, storeProblem } from './store-problem.ts';
import { syncing } from './store-sync.ts';

/** "cSgn": tells our file from any other SQLite file. */
const applicationId = 0x6353676e;

export interface RegionStore extends Store {
  /** An error of the file (full disk, damage) in words that say what to do; others come back as they are. */
  explain(error: unknown): unknown;
  /** How often the disk was asked to keep something, besides checkpoints. */
  readonly syncs: number;
  close(): void;
}

/**
 * Opens or creates the state file.
 * @throws Error that says what is wrong with the file and what to do: in use, not ours, damaged, or written by a newer version.
 */
export function openStore(file: string): RegionStore {
  mkdirSync(dirname(file), { recursive: true });
  const db = open(file);
  const disk = syncing(db, file === ':memory:' ? undefined : `${file}-wal`);
  const statement = statements(db);
  const run = (sql: string) => void statement(sql).run();
  let depth = 0;
  const transaction = <T>(work: () => T): T => {
    disk.check();
    const [begin, commit, rollback] = boundaries(depth);
    run(begin);
    depth++;
    try {
      const result = work();
      if (result instanceof Promise)
        throw new TypeError('a transaction must not be asynchronous: others would join it');
      run(commit);
      return result;
    } catch (error) {
      // SQLite has rolled back by itself after some errors (disk full); a second rollback would hide the first error.
      if (db.isTransaction) db.exec(rollback);
      throw depth === 1 ? storeProblem(error, file) : error;
    } finally {
      depth--;
    }
  };
  return {
    db,
    transaction,
    unsynced: (work) => (depth > 0 ? transaction(work) : disk.unawaited(() => transaction(work))),
    durable: disk.durable,
    get syncs() {
      return disk.count;
    },
    explain: (error) => storeProblem(error, file),
    close() {
      db.close();
      disk.close();
    },
  };
}

/** The outermost transaction is one of SQLite's; nested ones are savepoints, so a caught failure leaves nothing behind. */
function boundaries(depth: number): readonly [string, string, string] {
  if (depth === 0) return ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'];
  const name = `nested_${depth}`;
  return [`SAVEPOINT ${name}`, `RELEASE ${name}`, `ROLLBACK TO ${name}; RELEASE ${name}`];
}

function open(file: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    // Keys and secrets stand in it as they are. SQLite gives the files beside it the same mode.
    if (file !== ':memory:') closeSync(openSync(file, 'a', 0o600));
    db = new DatabaseSync(file);
    prepare(db, file);
    return db;
  } catch (error) {
    if (db?.isOpen) db.close();
    throw storeProblem(error, file);
  }
}

function prepare(db: DatabaseSync, file: string): void {
  // Exclusive locking refuses a second process, whose timers and pumps would do everything twice.
  db.exec('PRAGMA busy_timeout = 500; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  const pragma = (name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  const tables = db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n as number;
  const [application, version] = [pragma('application_id'), pragma('user_version')];
  if (tables > 0 && application !== applicationId)
    throw new Error(`${file} is an SQLite file, but not the state of a local region; choose another data folder`);
  if (Number(version) > schemaVersion)
    throw new Error(
      `${file} has schema version ${version}, this Countersign knows ${schemaVersion}; update it, or use another data folder`,
    );
  // Some milliseconds for each 10 MB; nothing is to be done on top of damage.
  if (pragma('quick_check(1)') !== 'ok') throw new Error(damaged(file));
  // Writing takes the exclusive lock at once, so that the second process learns of it here and not at its first write.
  db.exec('BEGIN IMMEDIATE');
  if (tables > 0) migrate(db, Number(version));
  db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`);
  // From here on `store-sync.ts` syncs the log, once for many transactions. Checkpoints still sync log and file.
  db.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000');
}
