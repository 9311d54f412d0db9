/**
 * Merkle trees of RFC 6962 (section 2.1) over leaf hashes. Leaves are the hashes of audit entries (`chain.ts`), which
 * already carry the leaf prefix. Proofs are lists of ranges whose hashes are needed, so that the same arithmetic serves
 * an array in memory and tiles in a table.
 */
import { hash } from 'node:crypto';

/** SHA-256 as 64 lower-case hex characters. */
export type Hash = string;

/** Leaves `from` up to but not including `to`. */
export interface Range {
  from: number;
  to: number;
}

/** Hash of an inner node: SHA-256(0x01 || left || right). */
export function nodeHash(left: Hash, right: Hash): Hash {
  return hash('sha256', Buffer.from(`01${left}${right}`, 'hex'), 'hex');
}

/** Root of the empty tree: SHA-256 of nothing. */
export const EMPTY_ROOT: Hash = hash('sha256', '', 'hex');

/** Root over leaf hashes. */
export function rootOf(leaves: readonly Hash[]): Hash {
  if (leaves.length < 2) return leaves[0] ?? EMPTY_ROOT;
  const split = splitOf(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

/** The largest power of two below `size`: where RFC 6962 splits a tree. */
export function splitOf(size: number): number {
  return 2 ** Math.ceil(Math.log2(size) - 1);
}

/** Siblings on the way from leaf `index` to the root of a tree of `size`, leaf first: RFC 6962 section 2.1.1. */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`leaf ${index} is not in a tree of ${size}`);
  return siblings(index, { from: 0, to: size });
}

function siblings(index: number, { from, to }: Range): Range[] {
  if (to - from === 1) return [];
  const middle = from + splitOf(to - from);
  const [inner, sibling] =
    index < middle
      ? [
          { from, to: middle },
          { from: middle, to },
        ]
      : [
          { from: middle, to },
          { from, to: middle },
        ];
  return [...siblings(index, inner), sibling];
}

/** Subtrees that show a tree of `size` to extend one of `old`: RFC 6962 section 2.1.2. */
export function consistencyRanges(old: number, size: number): Range[] {
  if (!(old > 0 && old <= size)) throw new RangeError(`a tree of ${size} cannot extend one of ${old}`);
  return subproof(old, { from: 0, to: size }, true);
}

function subproof(old: number, { from, to }: Range, whole: boolean): Range[] {
  if (old === to - from) return whole ? [] : [{ from, to }];
  const split = splitOf(to - from);
  const middle = from + split;
  return old <= split
    ? [...subproof(old, { from, to: middle }, whole), { from: middle, to }]
    : [...subproof(old - split, { from: middle, to }, false), { from, to: middle }];
}

/** The root that an inclusion proof leads to, or undefined if the proof has the wrong length: RFC 9162 section 2.1.3.2. */
export function rootFromInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[]): Hash | undefined {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) return undefined;
  const ranges = inclusionRanges(index, size);
  if (ranges.length !== proof.length) return undefined;
  return ranges.reduce(
    (below, range, i) => (range.from > index ? nodeHash(below, proof[i]!) : nodeHash(proof[i]!, below)),
    leaf,
  );
}

/** Whether a proof shows that the tree with `newRoot` extends the one with `oldRoot`: RFC 6962 section 2.1.2. */
export function verifyConsistency(
  old: number,
  oldRoot: Hash,
  size: number,
  newRoot: Hash,
  proof: readonly Hash[],
): boolean {
  if (!(old > 0 && old <= size) || consistencyRanges(old, size).length !== proof.length) return false;
  const hashes = [...proof];
  const roots = rebuild(old, size, oldRoot, () => hashes.shift()!);
  return roots.old === oldRoot && roots.all === newRoot;
}

/**
 * Both roots, put together from a consistency proof along the same splits that made it. `known` is the hash of the old
 * tree while the subtree at hand is the whole of it; the proof does not repeat it.
 */
function rebuild(old: number, size: number, known: Hash | undefined, take: () => Hash): { old: Hash; all: Hash } {
  if (old === size) {
    const whole = known ?? take();
    return { old: whole, all: whole };
  }
  const split = splitOf(size);
  if (old <= split) {
    const left = rebuild(old, split, known, take);
    return { old: left.old, all: nodeHash(left.all, take()) };
  }
  const right = rebuild(old - split, size - split, undefined, take);
  const left = take();
  return { old: nodeHash(left, right.old), all: nodeHash(left, right.all) };
}
