import fc from 'fast-check';
import { appendLeaves, type Leaf, proveConsistency, proveInclusion, rootAt } from '../../lib/audit/log.ts';
import { rootFromInclusion, rootOf, verifyConsistency } from '../../lib/audit/merkle.ts';
import { TILE } from '../../lib/audit/tiles.ts';
import { sha256 } from '../../lib/engine/keys.ts';
import { memoryLog } from '../support/audit.ts';

const leavesOf = (stream: string, count: number): Leaf[] =>
  Array.from({ length: count }, (_, seq) => ({ stream, seq, hash: sha256(`${stream}/${seq}`) }));

test('a log that grows in batches of any size has the root over its leaves, and proofs that lead to it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 4, maxLength: 12 }), async (batches) => {
      const log = memoryLog();
      for (const [i, count] of batches.entries()) await appendLeaves(log, leavesOf(`acme/${i}`, count));
      const hashes = log.leaves.map(({ hash }) => hash);
      const [size, root] = [hashes.length, rootOf(hashes)];
      expect(await rootAt(log, size)).toBe(root);
      for (const index of [0, Math.floor(size / 2), size - 1]) {
        expect(rootFromInclusion(hashes[index]!, index, size, await proveInclusion(log, index, size))).toBe(root);
      }
      const old = Math.ceil(size / 3);
      expect(
        verifyConsistency(old, rootOf(hashes.slice(0, old)), size, root, await proveConsistency(log, old, size)),
      ).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('a batch that crosses the border of a tile keeps the tile at 256 hashes', async () => {
  const log = memoryLog();
  await appendLeaves(log, leavesOf('acme/a', 240));
  await appendLeaves(log, leavesOf('acme/b', 40));
  expect(await log.readTile(1, 0)).toEqual([rootOf(log.leaves.slice(0, TILE).map(({ hash }) => hash))]);
});

test('entries that are delivered again are no second leaves', async () => {
  const log = memoryLog();
  await appendLeaves(log, leavesOf('acme/a', 5));
  await appendLeaves(log, leavesOf('acme/a', 9));
  expect(log.leaves).toEqual(leavesOf('acme/a', 9));
});

test('the root over a tile that is not full costs one read, not one for each leaf', async () => {
  const log = memoryLog();
  await appendLeaves(log, leavesOf('acme/a', 200));
  log.reads = 0;
  await rootAt(log, 200);
  expect(log.reads).toBe(1);
});

test('an entry that stands twice in one batch is one leaf', async () => {
  const log = memoryLog();
  const [a, b] = leavesOf('acme/a', 2);
  await appendLeaves(log, [a!, b!, a!, b!]);
  expect(log.leaves).toEqual([a, b]);
});

test('writers that meet, are cut short and come again leave every entry once, in the order of its run', async () => {
  const runs = ['a', 'b', 'c'].flatMap((name) => [leavesOf(`acme/${name}`, 45)]);
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(fc.nat(40), { maxLength: 4 }), async (scheduler, crashes) => {
      let calls = 0;
      const steering: { on: boolean } = { on: true };
      const log = memoryLog(async (what) => {
        if (!steering.on) return;
        await scheduler.schedule(Promise.resolve(), what);
        calls += 1;
        if (crashes.includes(calls)) throw new Error('cut');
      });
      const writers = [0, 1, 2].map((i) => appendLeaves(log, [...runs[i]!, ...runs[(i + 1) % 3]!]));
      await scheduler.waitFor(Promise.allSettled(writers));
      steering.on = false;
      for (const leaves of runs) await appendLeaves(log, leaves);
      expect(log.leaves).toHaveLength(135);
      for (const leaves of runs)
        expect(log.leaves.filter(({ stream }) => stream === leaves[0]!.stream)).toEqual(leaves);
      expect(await rootAt(log, 135)).toBe(rootOf(log.leaves.map(({ hash }) => hash)));
    }),
    { numRuns: 40 },
  );
});

test('the batch that completes tile 256 of a level completes the node above it too', async () => {
  const log = memoryLog();
  const hashes = Array.from({ length: TILE * TILE }, (_, i) => sha256(String(i)));
  const before = hashes.length - 3;
  const tiles = Array.from({ length: TILE - 1 }, (_, i) => rootOf(hashes.slice(i * TILE, (i + 1) * TILE)));
  // As if 65,533 leaves had been appended: what a log of that size holds.
  log.leaves.length = before;
  for (const [i, hash] of hashes.slice(0, before).entries()) log.nodes.set(`0/${i}`, hash);
  for (const [i, hash] of tiles.entries()) log.nodes.set(`1/${i}`, hash);
  await appendLeaves(
    log,
    hashes.slice(before).map((hash, seq) => ({ stream: 'acme/last', seq, hash })),
  );
  expect(log.nodes.get('1/255')).toBe(rootOf(hashes.slice(-TILE)));
  expect(log.nodes.get('2/0')).toBe(rootOf(hashes));
  expect(await rootAt(log, hashes.length)).toBe(rootOf(hashes));
  const proof = await proveInclusion(log, 40_000, hashes.length);
  expect(rootFromInclusion(hashes[40_000]!, 40_000, hashes.length, proof)).toBe(rootOf(hashes));
});

test('a table that has lost a hash says which one is missing', async () => {
  const log = memoryLog();
  await appendLeaves(log, leavesOf('acme/a', 5));
  log.nodes.delete('0/4');
  await expect(rootAt(log, 5)).rejects.toThrow("tile 0/0 lacks hash 4; the log's table is damaged");
});
