/** The order of values: only strings, numbers and binary have one, and only within their type. */
import { compareDecimals, decimal } from '../decimal.ts';
import type { AttributeValue } from '../value.ts';

/** Negative, zero or positive; undefined when the two cannot be ordered. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if ('N' in left && 'N' in right) return compareDecimals(decimal(left.N), decimal(right.N));
  if ('S' in left && 'S' in right) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S));
  if ('B' in left && 'B' in right) return Buffer.compare(left.B, right.B);
  return undefined;
}
