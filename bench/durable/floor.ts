/** What SQLite itself does on this disk: the same rows as a step writes, one to a commit and 32 to a commit. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inFolder } from '../support/tree.ts';

/** About as long as what one step of an execution records. */
const ROW = 'x'.repeat(1300);

/** @returns rows a second, each on the disk before the next group begins */
export const floor = (perCommit: number, commits: number): Promise<number> =>
  inFolder(async (folder) => {
    const db = new DatabaseSync(join(folder, 'floor.sqlite'));
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    db.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, value TEXT)');
    const [begin, insert, commit] = ['BEGIN', 'INSERT INTO rows (value) VALUES (?)', 'COMMIT'].map((sql) =>
      db.prepare(sql),
    );
    const began = performance.now();
    for (let done = 0; done < commits; done++) {
      begin!.run();
      for (let row = 0; row < perCommit; row++) insert!.run(ROW);
      commit!.run();
    }
    const seconds = (performance.now() - began) / 1000;
    db.close();
    return (perCommit * commits) / seconds;
  });
