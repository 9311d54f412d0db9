import type { InputType } from '../schema.ts';
import { holds, type Range, type Scalar, type UnaryTest } from '../unary-test.ts';
import { boundsOf } from '../values.ts';
import { stretches } from './stretches.ts';

/** A part of a domain on which every test of the table is constant, so that one sample speaks for all of it. */
export interface Piece {
  sample: Scalar;
  /** Of numbers and dates without enum. */
  range?: Range;
  /** Every string that no cell mentions. */
  anythingElse?: true;
}

/** The domain of an input, cut where its tests change their mind. Numbers in order, null last. */
export interface Axis {
  name: string;
  type: InputType;
  pieces: Piece[];
}

/** A set of pieces of one axis: bit i is piece i. */
export type Mask = bigint;

export function axisOf(name: string, type: InputType, tests: readonly UnaryTest[]): Axis {
  const pieces = domain(type, tests);
  return { name, type, pieces: type.nullable ? [...pieces, { sample: null }] : pieces };
}

/** The pieces on which a test holds. */
export function maskOf(axis: Axis, test: UnaryTest): Mask {
  return axis.pieces.reduce(
    (mask, { sample }, index) => (holds(test, sample) ? mask | (1n << BigInt(index)) : mask),
    0n,
  );
}

export const wholeOf = (axis: Axis): Mask => (1n << BigInt(axis.pieces.length)) - 1n;

export const isIn = (mask: Mask, piece: number): boolean => ((mask >> BigInt(piece)) & 1n) === 1n;

function domain(type: InputType, tests: readonly UnaryTest[]): Piece[] {
  if ('enum' in type && type.enum) return [...new Set<Scalar>(type.enum)].map((sample) => ({ sample }));
  if (type.type === 'boolean') return [{ sample: true }, { sample: false }];
  if (type.type === 'string') return strings(tests);
  return stretches(ends(tests), boundsOf(type), type.type !== 'number');
}

function strings(tests: readonly UnaryTest[]): Piece[] {
  const mentioned = [...new Set(alternatives(tests).flatMap((each) => ('equals' in each ? [each.equals] : [])))];
  const known = mentioned.filter((value) => value !== null);
  let sample = 'other';
  while (known.includes(sample)) sample += '-other';
  return [...known.map((value) => ({ sample: value })), { sample, anythingElse: true }];
}

/** The finite numbers at which a test may change. */
function ends(tests: readonly UnaryTest[]): number[] {
  const all = alternatives(tests).flatMap((each) =>
    'equals' in each ? [each.equals] : [each.within.low, each.within.high],
  );
  return all.filter((end) => typeof end === 'number').filter(Number.isFinite);
}

const alternatives = (tests: readonly UnaryTest[]) => tests.flatMap((test) => (test.anything ? [] : test.alternatives));
