import { dateOf } from '../dates.ts';
import type { Range, Scalar } from '../unary-test.ts';
import { type Axis, isIn, type Mask, wholeOf } from './axis.ts';
import type { Box } from './box.ts';

/** A part of the space of all inputs, for a person. */
export interface Region {
  /** A cell per input that matters there: a rule with these cells applies there and nowhere else. */
  cells: Record<string, string>;
  /** `score [650..719], amount >= 5000000`. */
  text: string;
  /** Values of all inputs that lie in it, as `evaluate` takes them. */
  example: Record<string, Scalar>;
}

/** Describes a box, with a point of it as the example. */
export function regionOf(axes: readonly Axis[], box: Box, point: readonly number[]): Region {
  const told = axes.flatMap((axis, index) => {
    const cell = cellOf(axis, box[index]!);
    return cell === undefined ? [] : [[axis.name, cell] as const];
  });
  const example = axes.map((axis, index) => [axis.name, outward(axis, axis.pieces[point[index]!]!.sample)] as const);
  const text = told.map(([name, cell]) => `${name} ${cell}`).join(', ') || 'everything';
  return { cells: Object.fromEntries(told), text, example: Object.fromEntries(example) };
}

/** The cell that holds on just these pieces; undefined if it would be `-`. */
function cellOf(axis: Axis, mask: Mask): string | undefined {
  if (mask === wholeOf(axis)) return undefined;
  const isNumbers = axis.pieces[0]?.range !== undefined;
  return isNumbers ? numbersCell(axis, mask) : valuesCell(axis, mask);
}

function valuesCell({ pieces }: Axis, mask: Mask): string {
  const rest = pieces.findIndex(({ anythingElse }) => anythingElse);
  const negated = rest >= 0 && isIn(mask, rest);
  const named = pieces.filter((piece, index) => isIn(mask, index) !== negated && !piece.anythingElse);
  const list = named
    .map(({ sample }) => (typeof sample === 'string' ? JSON.stringify(sample) : String(sample)))
    .join(', ');
  return negated ? `not(${list})` : list;
}

function numbersCell(axis: Axis, mask: Mask): string {
  const ranges = axis.pieces.flatMap(({ range }) => (range ? [range] : []));
  const hasNull = ranges.length < axis.pieces.length && isIn(mask, ranges.length);
  const runs = runsOf(ranges.map((_, index) => isIn(mask, index)));
  if (runs.length === 1 && runs[0]!.first === 0 && runs[0]!.last === ranges.length - 1) return 'not(null)';
  return [...(hasNull ? ['null'] : []), ...runs.map((run) => runCell(axis, ranges, run))].join(', ');
}

/** Neighbours that are in, from the first to the last of them. */
interface Run {
  first: number;
  last: number;
}

function runsOf(isIncluded: readonly boolean[]): Run[] {
  const firsts = isIncluded.flatMap((is, index) => (is && !isIncluded[index - 1] ? [index] : []));
  const lasts = isIncluded.flatMap((is, index) => (is && !isIncluded[index + 1] ? [index] : []));
  return firsts.map((first, index) => ({ first, last: lasts[index]! }));
}

function runCell(axis: Axis, ranges: readonly Range[], { first, last }: Run): string {
  const { low, lowOpen } = ranges[first]!;
  const { high, highOpen } = ranges[last]!;
  const [from, to] = [endText(axis, low), endText(axis, high)];
  if (low === high) return from;
  if (first === 0) return `${highOpen ? '<' : '<='} ${to}`;
  if (last === ranges.length - 1) return `${lowOpen ? '>' : '>='} ${from}`;
  return `${lowOpen ? '(' : '['}${from}..${to}${highOpen ? ')' : ']'}`;
}

const endText = ({ type }: Axis, end: number) => (type.type === 'date' ? `date("${dateOf(end)}")` : decimal(end));

/** FEEL numbers have no exponent. */
function decimal(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(100).replace(/0+$/, '') : text;
}

const outward = ({ type }: Axis, sample: Scalar): Scalar =>
  type.type === 'date' && typeof sample === 'number' ? dateOf(sample) : sample;
