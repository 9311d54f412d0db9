/** What a condition compares and an update assigns: paths, values, functions of them, sums. */
import { addDecimals, decimal, decimalText, negated } from '../decimal.ts';
import { invalid } from '../errors.ts';
import { type AttributeValue, content, type Item, typeOf } from '../value.ts';
import type { Cursor } from './cursor.ts';
import { type Path, parsePath, valueAt } from './path.ts';
import type { Placeholders } from './placeholders.ts';

export type Operand =
  | { kind: 'path'; path: Path }
  | { kind: 'value'; value: AttributeValue }
  | { kind: 'size'; of: Operand }
  | { kind: 'if_not_exists'; path: Path; otherwise: Operand }
  | { kind: 'list_append'; first: Operand; second: Operand }
  | { kind: 'sum'; left: Operand; right: Operand; minus: boolean };

export function parsePathOrValue(cursor: Cursor, placeholders: Placeholders): Operand {
  const { kind, text } = cursor.peek();
  if (kind !== ':value') return { kind: 'path', path: parsePath(cursor, placeholders) };
  cursor.take();
  const value = placeholders.value(text);
  if (value) return { kind: 'value', value };
  const problem = 'An expression attribute value used in expression is not defined';
  throw cursor.error(`${problem}; attribute value: ${text}`);
}

/** What the operand is worth in an item; undefined where the item has no such attribute. */
export function evaluate(operand: Operand, item: Item): AttributeValue | undefined {
  switch (operand.kind) {
    case 'value':
      return operand.value;
    case 'path':
      return valueAt(item, operand.path);
    case 'size':
      return sizeOf(evaluate(operand.of, item));
    case 'if_not_exists':
      return valueAt(item, operand.path) ?? evaluate(operand.otherwise, item);
    case 'list_append':
      return appended(required(operand.first, item), required(operand.second, item));
    case 'sum':
      return summed(required(operand.left, item), required(operand.right, item), operand.minus);
  }
}

/** For assignments, where a missing attribute is an error. */
export function required(operand: Operand, item: Item): AttributeValue {
  const value = evaluate(operand, item);
  if (value) return value;
  throw invalid('The provided expression refers to an attribute that does not exist in the item');
}

const wrongType = 'An operand in the update expression has an incorrect data type';

function appended(first: AttributeValue, second: AttributeValue): AttributeValue {
  if (!('L' in first && 'L' in second)) throw invalid(wrongType);
  return { L: [...first.L, ...second.L] };
}

function summed(left: AttributeValue, right: AttributeValue, minus: boolean): AttributeValue {
  if (!('N' in left && 'N' in right)) throw invalid(wrongType);
  const addend = decimal(right.N);
  return { N: decimalText(addDecimals(decimal(left.N), minus ? negated(addend) : addend)) };
}

function sizeOf(value: AttributeValue | undefined): AttributeValue | undefined {
  if (!value) return undefined;
  if ('S' in value) return { N: String(value.S.length) };
  if ('B' in value) return { N: String(value.B.byteLength) };
  if ('M' in value) return { N: String(Object.keys(value.M).length) };
  const members = content(value, typeOf(value));
  return Array.isArray(members) ? { N: String(members.length) } : undefined;
}
