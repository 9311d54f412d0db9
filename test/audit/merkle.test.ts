import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  consistencyRanges,
  EMPTY_ROOT,
  inclusionRanges,
  rootFromInclusion,
  rootOf,
  verifyConsistency,
} from '../../lib/audit/merkle.ts';
import { hashOfRange, type ReadTile, TILE } from '../../lib/audit/tiles.ts';

const leafHash = (data: string) =>
  createHash('sha256').update(Uint8Array.of(0)).update(Buffer.from(data, 'hex')).digest('hex');

/** The eight leaves that certificate-transparency implementations have used as their test vector since RFC 6962. */
const VECTOR = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];

const leaves = (count: number) => Array.from({ length: count }, (_, i) => leafHash(i.toString(16).padStart(8, '0')));
const rangeHash = (all: readonly string[], { from, to }: { from: number; to: number }) => rootOf(all.slice(from, to));

const tree = fc.integer({ min: 1, max: 600 }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));

test('the root of the well-known eight leaves is the published one', () => {
  expect(rootOf(VECTOR.map(leafHash))).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  expect(rootOf([])).toBe(EMPTY_ROOT);
});

test('an inclusion proof leads each leaf to the root, and to no other place', () => {
  fc.assert(
    fc.property(tree, ([size, index]) => {
      const all = leaves(size);
      const proof = inclusionRanges(index, size).map((range) => rangeHash(all, range));
      expect(rootFromInclusion(all[index]!, index, size, proof)).toBe(rootOf(all));
      if (size > 1) expect(rootFromInclusion(all[index]!, (index + 1) % size, size, proof)).not.toBe(rootOf(all));
    }),
    { numRuns: 60 },
  );
});

test('a consistency proof holds between any two sizes, and not for a rewritten past', () => {
  fc.assert(
    fc.property(tree, ([size, older]) => {
      const all = leaves(size);
      const old = older + 1;
      const oldRoot = rootOf(all.slice(0, old));
      const proof = consistencyRanges(old, size).map((range) => rangeHash(all, range));
      expect(verifyConsistency(old, oldRoot, size, rootOf(all), proof)).toBe(true);
      const rewritten = rootOf([leafHash('ff'), ...all.slice(1, old)]);
      expect(verifyConsistency(old, rewritten, size, rootOf(all), proof)).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('a proof of the wrong length proves nothing', () => {
  const all = leaves(5);
  const proof = inclusionRanges(2, 5).map((range) => rangeHash(all, range));
  expect(rootFromInclusion(all[2]!, 2, 5, proof.slice(1))).toBeUndefined();
  expect(rootFromInclusion(all[2]!, 2, 5, [...proof, EMPTY_ROOT])).toBeUndefined();
  expect(rootFromInclusion(all[2]!, 7, 5, proof)).toBeUndefined();
});

test('hashes put together from tiles equal those over the leaves, across tile borders too', async () => {
  const all = leaves(2 * TILE + 70);
  const levels = [all, [0, 1].map((tile) => rootOf(all.slice(tile * TILE, (tile + 1) * TILE)))];
  const read: ReadTile = async (level, tile) => (levels[level] ?? []).slice(tile * TILE, (tile + 1) * TILE);
  for (const [from, to] of [
    [0, all.length],
    [0, TILE],
    [TILE, 2 * TILE],
    [512, 582],
    [0, 512],
    [3, 4],
  ] as const) {
    expect(await hashOfRange({ from, to }, read)).toBe(rootOf(all.slice(from, to)));
  }
});
