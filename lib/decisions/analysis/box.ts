import type { UnaryTest } from '../unary-test.ts';
import { type Axis, type Mask, maskOf, wholeOf } from './axis.ts';

/** A part of the space of all inputs: a set of pieces per axis. */
export type Box = readonly Mask[];

export const boxOf = (axes: readonly Axis[], tests: readonly UnaryTest[]): Box =>
  axes.map((axis, index) => maskOf(axis, tests[index]!));

export const everything = (axes: readonly Axis[]): Box => axes.map(wholeOf);

export const meet = (a: Box, b: Box): Box => a.map((mask, axis) => mask & b[axis]!);

export const isEmpty = (box: Box): boolean => box.includes(0n);

export const meets = (a: Box, b: Box): boolean => a.every((mask, axis) => (mask & b[axis]!) !== 0n);

export const isWithin = (inner: Box, outer: Box): boolean => inner.every((mask, axis) => (mask & ~outer[axis]!) === 0n);

/** The box of one piece per axis. */
export const pointBox = (point: readonly number[]): Box => point.map((piece) => 1n << BigInt(piece));

/**
 * Widens a point that lies in `within` and in none of `avoid`, axis after axis, as far as both stay true. The result is
 * maximal: no axis can be widened further.
 */
export function grow(point: readonly number[], within: Box, avoid: readonly Box[]): Box {
  const box = [...pointBox(point)];
  for (const [axis, whole] of within.entries()) {
    const near = avoid.filter((other) => other.every((mask, at) => at === axis || (mask & box[at]!) !== 0n));
    box[axis] = near.reduce((free, other) => free & ~other[axis]!, whole);
  }
  return box;
}
