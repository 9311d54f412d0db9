/**
 * The size by which DynamoDB limits and pages.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
import { decimal, digitsOf } from './decimal.ts';
import type { AttributeValue, Item } from './value.ts';

/** An item may not be larger. */
export const largestItem = 400 * 1024;
/** A page of Query or Scan ends at this size. */
export const largestPage = 1024 * 1024;

/** Bytes of an item: names and values. */
export function itemSize(item: Item): number {
  let size = 0;
  for (const name in item) size += Buffer.byteLength(name) + valueSize(item[name]!);
  return size;
}

export function valueSize(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberSize(value.N);
  if ('B' in value) return value.B.byteLength;
  if ('SS' in value) return sum(value.SS, (one) => Buffer.byteLength(one));
  if ('NS' in value) return sum(value.NS, numberSize);
  if ('BS' in value) return sum(value.BS, (one) => one.byteLength);
  if ('L' in value) return 3 + sum(value.L, (one) => 1 + valueSize(one));
  if ('M' in value) return 3 + Object.keys(value.M).length + itemSize(value.M);
  return 1;
}

/** About one byte for two significant digits, plus one; one more for a minus. */
function numberSize(text: string): number {
  const { coefficient } = decimal(text);
  return Math.ceil(digitsOf(coefficient).length / 2) + 1 + (coefficient < 0n ? 1 : 0);
}

function sum<T>(members: readonly T[], size: (member: T) => number): number {
  return members.reduce((total, member) => total + size(member), 0);
}
