import { closeSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createRegion } from '../../lib/region/region.ts';
import { openStore, type RegionStore } from '../../lib/region/store.ts';

let folder: string;
let store: RegionStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sync-'));
  store = openStore(join(folder, 'region.sqlite'));
  store.db.exec('CREATE TABLE t (v INTEGER)');
  await store.durable();
});
afterEach(() => {
  if (store.db.isOpen) store.close();
  rmSync(folder, { recursive: true });
});

const write = (v = 0) => store.transaction(() => store.db.prepare('INSERT INTO t VALUES (?)').run(v));
const syncsOf = async (work: () => unknown): Promise<number> => {
  const before = store.syncs;
  await work();
  return store.syncs - before;
};

test('one sync serves every transaction of a turn, however many wait', async () => {
  const one = (v: number) => {
    write(v);
    return store.durable();
  };
  expect(await syncsOf(() => Promise.all(Array.from({ length: 50 }, (_, v) => one(v))))).toBe(1);
});

test('nothing new on the disk is nothing to wait for', async () => {
  write();
  await store.durable();
  expect(await syncsOf(() => store.durable())).toBe(0);
});

test('a row outside of any transaction is waited for like all others', async () => {
  store.db.exec('INSERT INTO t VALUES (1)');
  expect(await syncsOf(() => store.durable())).toBe(1);
});

test('a sync under way does not count for what was written after it began; the next one takes all of that', async () => {
  write();
  const first = store.durable();
  await setImmediate();
  const before = store.syncs;
  write();
  const second = store.durable();
  write();
  const third = store.durable();
  await first;
  expect(store.syncs).toBe(before);
  await Promise.all([second, third]);
  expect(store.syncs).toBe(before + 1);
});

test('after a sync has failed nothing is promised any more, and nothing is written on top', async () => {
  const own = readdirSync('/proc/self/fd').filter((fd) => target(fd)?.endsWith('region.sqlite-wal'));
  // The store's own one is the later; the other is SQLite's.
  closeSync(Math.max(...own.map(Number)));
  write();
  await expect(store.durable()).rejects.toThrow(
    /^the disk under .*region\.sqlite-wal did not keep what was written .*stop the region, check the disk/,
  );
  await expect(store.durable()).rejects.toThrow('did not keep');
  expect(write).toThrow('did not keep');
});

function target(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}

describe('replies of a region', () => {
  const options = (running: Awaited<ReturnType<typeof createRegion>>) => ({
    region: 'eu-central-1',
    endpoint: running.endpoint,
    credentials: running.rootCredentials,
  });
  const put = (pk: string) => ({ TableName: 'things', Item: { pk: { S: pk } } });

  test('each waits for a sync after its write; those that come together share one', async () => {
    const running = await createRegion({ dataDir: join(folder, 'data') });
    const { store: state } = running.region;
    await running.call({ kind: 'root' }, 'dynamodb', 'CreateTable', {
      TableName: 'things',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    const client = new DynamoDBClient(options(running));
    for (let n = 0; n < 5; n++) {
      const before = state.syncs;
      await client.send(new PutItemCommand(put(`alone-${n}`)));
      expect(state.syncs).toBeGreaterThan(before);
    }
    const before = state.syncs;
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => running.call({ kind: 'root' }, 'dynamodb', 'PutItem', put(`${n}`))),
    );
    expect(state.syncs - before).toBeLessThan(10);
    await running.stop();
  });
});
