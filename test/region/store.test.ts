import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { schemaVersion } from '../../lib/region/migrations.ts';
import { openStore } from '../../lib/region/store.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(folder, 'deep', 'region.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

const values = (store: ReturnType<typeof openStore>) =>
  store.db
    .prepare('SELECT v FROM t ORDER BY v')
    .all()
    .map(({ v }) => v);
const withTable = () => {
  const store = openStore(file);
  store.db.exec('CREATE TABLE IF NOT EXISTS t (v INTEGER)');
  return { store, add: (v: number) => store.db.prepare('INSERT INTO t VALUES (?)').run(v) };
};
const failure = () => {
  throw new Error('no');
};

describe('transactions', () => {
  test('one that nobody waits for fails with the one around it, and its rows ask for no sync', async () => {
    const { store, add } = withTable();
    const outer = () =>
      store.transaction(() => {
        store.unsynced(() => add(1));
        failure();
      });
    expect(outer).toThrow('no');
    expect(() => store.unsynced(failure)).toThrow('no');
    await store.durable();
    const before = store.syncs;
    store.unsynced(() => add(2));
    await store.durable();
    expect(values(store)).toEqual([2]);
    expect(store.syncs).toBe(before);
    store.close();
  });

  test('nothing of a failed transaction is visible, nor of those inside it', () => {
    const { store, add } = withTable();
    const work = () =>
      store.transaction(() => {
        add(1);
        store.transaction(() => add(2));
        failure();
      });
    expect(work).toThrow('no');
    expect(values(store)).toEqual([]);
    store.close();
  });

  test('an inner failure that is caught takes back only the inner work', () => {
    const { store, add } = withTable();
    store.transaction(() => {
      add(1);
      expect(() => store.transaction(() => [add(2), failure()])).toThrow('no');
      store.transaction(() => add(3));
    });
    expect(values(store)).toEqual([1, 3]);
    store.close();
  });

  test('asynchronous work is refused and taken back, since others would join it', () => {
    const { store, add } = withTable();
    expect(() => store.transaction(async () => add(1))).toThrow('must not be asynchronous');
    expect(values(store)).toEqual([]);
    store.close();
  });
});

describe('a file that cannot be used', () => {
  test('in use by another process', async () => {
    const child = writer(file);
    await firstLine(child);
    expect(() => openStore(file)).toThrow(`${file} is in use by another process; stop that region first`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    openStore(file).close();
  });

  test('no SQLite file', () => {
    const text = join(folder, 'text');
    writeFileSync(text, 'this is no database, but long enough to look at'.repeat(100));
    expect(() => openStore(text)).toThrow(`${text} is not an SQLite file; move it away`);
  });

  test('an SQLite file of something else', () => {
    const other = join(folder, 'other');
    const db = new DatabaseSync(other);
    db.exec('CREATE TABLE theirs (v)');
    db.close();
    expect(() => openStore(other)).toThrow('not the state of a local region');
  });

  test('one of a newer version', () => {
    const { store } = withTable();
    store.db.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
    store.close();
    expect(() => openStore(file)).toThrow(
      `has schema version ${schemaVersion + 1}, this Countersign knows ${schemaVersion}; update it`,
    );
  });
});

/** A process that commits 1, 2, 3… and prints each number once its transaction has returned. */
function writer(path: string, kind = 'transaction'): ChildProcess {
  const program = `
    import { openStore } from ${JSON.stringify(new URL('../../lib/region/store.ts', import.meta.url).href)};
    import { writeSync } from 'node:fs';
    const store = openStore(${JSON.stringify(path)});
    store.db.exec('CREATE TABLE IF NOT EXISTS t (v INTEGER)');
    const insert = store.db.prepare('INSERT INTO t VALUES (?)');
    for (let v = 1; ; v++) { store.${kind}(() => insert.run(v)); writeSync(1, v + '\\n'); }
  `;
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const firstLine = (child: ChildProcess) => once(child.stdout!, 'data');

test.each(['transaction', 'unsynced'] as const)(
  'what a %s has acknowledged is there after kill -9, and nothing half',
  async (kind) => {
    const child = writer(file, kind);
    let printed = '';
    child.stdout!.on('data', (chunk) => {
      printed += chunk;
      if (printed.split('\n').length > 100) child.kill('SIGKILL');
    });
    await once(child, 'exit');
    const acknowledged = Number(printed.trimEnd().split('\n').at(-1));
    const store = openStore(file);
    const found = values(store);
    expect(found.slice(0, acknowledged)).toEqual(Array.from({ length: acknowledged }, (_, n) => n + 1));
    expect(found.length - acknowledged).toBeLessThanOrEqual(1);
    store.close();
  },
);
