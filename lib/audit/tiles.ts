/**
 * Where the nodes of the tree are kept. As in C2SP tlog-tiles, 256 hashes form a tile: tile 0 of level 0 holds the first
 * 256 leaves, tile 0 of level 1 the roots of the first 256 full tiles of level 0, and so on. A proof in a tree of a
 * million leaves reads at most two tiles a level.
 */
import { type Hash, nodeHash, type Range, splitOf } from './merkle.ts';

export const TILE = 256;

/** A hash by its place: the root of the `index`-th full block of 256^level leaves. */
export interface Node {
  level: number;
  index: number;
  hash: Hash;
}

/** Reads the hashes of a tile, from its first; a tile at the edge is shorter. */
export type ReadTile = (level: number, tile: number) => Promise<readonly Hash[]>;

/** Reads each tile at most once: for work that looks at the tree as it is at one moment, such as the proofs of a run. */
export function rememberTiles(read: ReadTile): ReadTile {
  const known = new Map<string, Promise<readonly Hash[]>>();
  return (level, tile) => {
    const name = `${level}/${tile}`;
    const found = known.get(name) ?? read(level, tile);
    known.set(name, found);
    return found;
  };
}

/** The hash over a range that RFC 6962 proofs ask for: a full block, or a block's unfinished edge. */
export async function hashOfRange({ from, to }: Range, read: ReadTile): Promise<Hash> {
  const level = blockLevel(from, to);
  if (level !== undefined) return readNode(level, from / TILE ** level, read);
  const middle = from + splitOf(to - from);
  const [left, right] = await Promise.all([
    hashOfRange({ from, to: middle }, read),
    hashOfRange({ from: middle, to }, read),
  ]);
  return nodeHash(left, right);
}

/** The level at which a range is one stored node; undefined if it has to be put together. */
function blockLevel(from: number, to: number): number | undefined {
  for (let level = 0, span = 1; span <= to - from; level++, span *= TILE) {
    if (span === to - from && from % span === 0) return level;
  }
  return undefined;
}

async function readNode(level: number, index: number, read: ReadTile): Promise<Hash> {
  const tile = Math.floor(index / TILE);
  const hash = (await read(level, tile))[index % TILE];
  if (!hash) throw new Error(`audit log: tile ${level}/${tile} lacks hash ${index % TILE}; the log's table is damaged`);
  return hash;
}

/** Whether leaf number `index` completes a tile, and so a node one level up. */
export const completesTile = (index: number): boolean => (index + 1) % TILE === 0;
