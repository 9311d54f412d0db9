import fc from 'fast-check';
import {
  appendLeaves,
  type Leaf,
  type LogStore,
  proveConsistency,
  proveInclusion,
  rootAt,
} from '../../lib/audit/log.ts';
import { rootFromInclusion, rootOf, verifyConsistency } from '../../lib/audit/merkle.ts';
import { TILE } from '../../lib/audit/tiles.ts';
import { sha256 } from '../../lib/engine/keys.ts';

/** A log in memory that keeps what it is told, checks what DynamoDB would, and counts its reads. */
function memoryLog(): LogStore & { leaves: Leaf[]; reads: number } {
  const nodes = new Map<string, string>();
  const log = {
    leaves: [] as Leaf[],
    reads: 0,
    size: async () => log.leaves.length,
    placed: async (asked: readonly Leaf[]) =>
      asked.map(({ stream, seq }) => log.leaves.some((leaf) => leaf.stream === stream && leaf.seq === seq)),
    readTile: async (level: number, tile: number) => {
      log.reads += 1;
      const hashes = Array.from({ length: TILE }, (_, i) => nodes.get(`${level}/${tile * TILE + i}`));
      return hashes.filter((hash) => hash !== undefined);
    },
    append: async (size: number, leaves: readonly Leaf[], above: Parameters<LogStore['append']>[2]) => {
      if (size !== log.leaves.length) return false;
      for (const [i, leaf] of leaves.entries()) nodes.set(`0/${size + i}`, leaf.hash);
      for (const { level, index, hash } of above) nodes.set(`${level}/${index}`, hash);
      log.leaves.push(...leaves);
      return true;
    },
  };
  return log;
}

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
