/**
 * Keys as bytes whose order is the order of DynamoDB, so that a key condition is a range of the SQLite index.
 * Strings are ordered by their UTF-8, binary by its bytes, numbers by value.
 */
import { createHash } from 'node:crypto';
import { type Decimal, decimal, digitsOf } from './decimal.ts';
import type { AttributeValue } from './value.ts';

export type KeyType = 'S' | 'N' | 'B';

/** Of a sort key, or of one bound of a range over it. */
export function orderedBytes(value: AttributeValue): Buffer {
  if ('S' in value) return Buffer.from(value.S);
  if ('B' in value) return Buffer.from(value.B);
  if ('N' in value) return numberBytes(decimal(value.N));
  throw new TypeError(`A key is a string, a number or binary, not ${Object.keys(value)}`);
}

/**
 * Of a partition key: two bytes of a digest before the key itself. Scans then run in an order that means nothing, as on
 * AWS, and the segments of a parallel scan are ranges.
 */
export function partitionBytes(value: AttributeValue): Buffer {
  const key = orderedBytes(value);
  return Buffer.concat([createHash('md5').update(key).digest().subarray(0, 2), key]);
}

/** The first key after all keys that begin with `prefix`; undefined when there is none. */
export function afterPrefix(prefix: Buffer): Buffer | undefined {
  const last = prefix.findLastIndex((byte) => byte < 0xff);
  if (last < 0) return undefined;
  const next = Buffer.from(prefix.subarray(0, last + 1));
  next[last] = next[last]! + 1;
  return next;
}

/**
 * Sign, magnitude, then digits in pairs. Each pair is written as its value plus one, so that the closing zero is
 * smaller than any pair and `1` comes before `1.5`. Negative numbers are the complement of their opposite.
 */
function numberBytes({ coefficient, exponent }: Decimal): Buffer {
  if (coefficient === 0n) return Buffer.from([1]);
  const digits = digitsOf(coefficient);
  const magnitude = exponent + digits.length - 1 + 130;
  const pairs = (digits.length % 2 ? `${digits}0` : digits).match(/../g) ?? [];
  const bytes = [magnitude, ...pairs.map((pair) => Number(pair) + 1), 0];
  return coefficient > 0n ? Buffer.from([2, ...bytes]) : Buffer.from([0, ...bytes.map((byte) => 255 - byte)]);
}
