/**
 * The log of a tenant: entries of all its runs become leaves of one tree, in the order in which they arrive. Appending
 * is idempotent, so a batch that is delivered again changes nothing.
 */
import type { Hash } from './merkle.ts';
import { consistencyRanges, inclusionRanges, type Range, rootOf } from './merkle.ts';
import { completesTile, hashOfRange, type Node, type ReadTile, rememberTiles, TILE } from './tiles.ts';

/** An entry that is to become a leaf. */
export interface Leaf {
  stream: string;
  seq: number;
  hash: Hash;
}

/** What the log needs of its table. */
export interface LogStore {
  /** Number of leaves. */
  size(): Promise<number>;
  /** Which of these entries are leaves already. */
  placed(leaves: readonly Leaf[]): Promise<readonly boolean[]>;
  readTile: ReadTile;
  /**
   * Writes leaves from place `size` on, and the nodes that they complete, in one transaction which holds only while the
   * log's size is `size` and none of the leaves is placed. Resolves to false if another writer was faster.
   */
  append(size: number, leaves: readonly Leaf[], nodes: readonly Node[]): Promise<boolean>;
}

/** Leaves in one transaction: DynamoDB takes 100 actions, and a leaf needs two. */
const MAX_APPEND = 40;

/** Appends the leaves that the log does not have yet, in the order given. Resolves to the new size. */
export async function appendLeaves(store: LogStore, leaves: readonly Leaf[]): Promise<number> {
  let fresh = await missing(store, leaves);
  while (fresh.length > 0) {
    const size = await store.size();
    const batch = fresh.slice(0, MAX_APPEND);
    const isWritten = await store.append(size, batch, await completed(store, size, batch));
    // Whoever was faster may have had the same leaves.
    fresh = isWritten ? fresh.slice(batch.length) : await missing(store, fresh);
  }
  return store.size();
}

/** What the log lacks; an entry that is given twice is one leaf. */
async function missing(store: LogStore, leaves: readonly Leaf[]): Promise<Leaf[]> {
  const unique = [...new Map(leaves.map((leaf) => [`${leaf.stream} ${leaf.seq}`, leaf])).values()];
  const placed = await store.placed(unique);
  return unique.filter((_, i) => !placed[i]);
}

/** The nodes above the leaves that appending `batch` at `size` completes. */
async function completed(store: LogStore, size: number, batch: readonly Leaf[]): Promise<Node[]> {
  const nodes: Node[] = batch.map(({ hash }, i) => ({ level: 0, index: size + i, hash }));
  const known = new Map(nodes.map((node) => [`${node.level}/${node.index}`, node.hash]));
  const read: ReadTile = async (level, tile) => overlay(await store.readTile(level, tile), known, level, tile);
  for (const node of nodes) {
    if (!completesTile(node.index)) continue;
    const tile = Math.floor(node.index / TILE);
    const above = { level: node.level + 1, index: tile, hash: rootOf(await read(node.level, tile)) };
    known.set(`${above.level}/${above.index}`, above.hash);
    nodes.push(above);
  }
  return nodes.filter(({ level }) => level > 0);
}

/** A tile as it will be: what is stored, and behind it what is about to be. */
function overlay(stored: readonly Hash[], known: ReadonlyMap<string, Hash>, level: number, tile: number): Hash[] {
  const hashes = [...stored];
  for (let i = hashes.length; i < TILE; i++) {
    const hash = known.get(`${level}/${tile * TILE + i}`);
    if (hash === undefined) break;
    hashes.push(hash);
  }
  return hashes;
}

/** Root of the log's first `size` leaves. */
export const rootAt = (store: TileStore, size: number): Promise<Hash> =>
  size === 0 ? Promise.resolve(rootOf([])) : hashOfRange({ from: 0, to: size }, rememberTiles(store.readTile));

/** Inclusion proof of leaf `index` in the tree of `size`. */
export const proveInclusion = (store: TileStore, index: number, size: number): Promise<Hash[]> =>
  hashAll(store, inclusionRanges(index, size));

/** Proof that the tree of `size` extends the one of `old`. */
export const proveConsistency = (store: TileStore, old: number, size: number): Promise<Hash[]> =>
  hashAll(store, consistencyRanges(old, size));

type TileStore = Pick<LogStore, 'readTile'>;

function hashAll({ readTile }: TileStore, ranges: readonly Range[]): Promise<Hash[]> {
  const read = rememberTiles(readTile);
  return Promise.all(ranges.map((range) => hashOfRange(range, read)));
}
