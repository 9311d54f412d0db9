import { type Box, meets } from './box.ts';

/** A set of boxes: bit i is box i. */
type Boxes = bigint;

/** The pieces of an axis as the boxes see it; pieces that only more boxes cover are left out. */
interface Column {
  axis: number;
  choices: { piece: number; boxes: Boxes }[];
}

/** What a search may still spend, in steps of about 10 µs, so that no table, however made, takes forever. */
export class Effort {
  private left: number;
  constructor(steps: number) {
    this.left = steps;
  }

  /** Throws `OutOfEffort`. */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new OutOfEffort();
  }
}

export class OutOfEffort extends Error {}

/**
 * A point of `box`, as a piece per axis, that lies in none of `others`; undefined if they cover it all. Exact.
 *
 * Whether boxes cover a space is decided as two-level logic decides tautology (the unate recursive paradigm of Brayton et
 * al., 1984, for many-valued variables): split an axis, keep the boxes that are left, stop where one spans all the rest.
 * Throws `OutOfEffort`.
 */
export function uncovered(box: Box, others: readonly Box[], effort: Effort): number[] | undefined {
  const near = others.filter((other) => meets(other, box));
  const columns = box.map((mask, axis) => {
    const choices = choicesOf(mask, near, axis);
    effort.spend((choices.length * (choices.length + near.length)) / 500);
    return { axis, choices: fewest(choices) };
  });
  const point = new Array<number>(box.length);
  const found = search((1n << BigInt(near.length)) - 1n, columns, { point, effort, covered: new Set() });
  return found ? point : undefined;
}

function choicesOf(mask: bigint, boxes: readonly Box[], axis: number): Column['choices'] {
  // Digits, because asking a bigint of many words for each of its bits takes the square of the time.
  const rows = boxes.map((box) => digits(box[axis]!));
  const column = (piece: number) => BigInt(`0b0${rows.map((row) => row[piece] ?? '0').join('')}`);
  return [...digits(mask)].flatMap((digit, piece) => (digit === '1' ? [{ piece, boxes: column(piece) }] : []));
}

/** The bits as text, bit 0 first. */
const digits = (mask: bigint) => [...mask.toString(2)].reverse().join('');

interface Search {
  /** Filled where a point is found. */
  point: number[];
  effort: Effort;
  /** What has been found covered before. */
  covered: Set<string>;
}

/** Looks for a point of the columns that lies in none of the boxes that are left. */
function search(left: Boxes, columns: readonly Column[], state: Search): boolean {
  if (left === 0n) return settle(columns, state.point);
  if (columns.reduce(spanning, left) !== 0n) return false;
  const key = `${left.toString(36)} ${columns.map(({ axis }) => axis)}`;
  if (state.covered.has(key)) return false;
  state.effort.spend(1 + columns.reduce((sum, { choices }) => sum + choices.length, 0) / 20);
  const found = branch(left, columns, state);
  if (!found) state.covered.add(key);
  return found;
}

/** Splits the axis with the fewest choices. */
function branch(left: Boxes, columns: readonly Column[], state: Search): boolean {
  const reduced = columns.map(({ axis, choices }) => ({
    axis,
    choices: fewest(choices.map(({ piece, boxes }) => ({ piece, boxes: boxes & left }))),
  }));
  const split = reduced.reduce((one, other) => (other.choices.length < one.choices.length ? other : one));
  const rest = reduced.filter((column) => column !== split);
  return split.choices.some(({ piece, boxes }) => {
    state.point[split.axis] = piece;
    return search(boxes, rest, state);
  });
}

/** Of the given boxes those that span the column. */
const spanning = (left: Boxes, { choices }: Column): Boxes => choices.reduce((set, { boxes }) => set & boxes, left);

function settle(columns: readonly Column[], point: number[]): boolean {
  for (const { axis, choices } of columns) point[axis] = choices[0]!.piece;
  return true;
}

/** The choices that no other undercuts: where fewer boxes do not cover, more may, but not the other way round. */
function fewest(choices: Column['choices']): Column['choices'] {
  const kept: Column['choices'] = [];
  // As numbers, sets come after their subsets.
  for (const choice of choices.toSorted((a, b) => (a.boxes < b.boxes ? -1 : 1)))
    if (!kept.some(({ boxes }) => (boxes & choice.boxes) === boxes)) kept.push(choice);
  return kept;
}
