/** What AWS refuses in a condition before it looks at any item: operands of a type that can never do. */
import { type AttributeValue, type Type, typeOf } from '../value.ts';
import { compareValues } from './compare.ts';
import type { Comparator, FunctionName } from './condition.ts';
import type { Cursor } from './cursor.ts';
import type { Operand } from './operand.ts';
import { pathText } from './path.ts';

const arity: Record<FunctionName | 'size', number> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};

const types: readonly string[] = ['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M'];
const sizeless: readonly Type[] = ['N', 'BOOL', 'NULL'];

export function checkCall(cursor: Cursor, name: FunctionName | 'size', operands: Operand[]): void {
  if (operands.length !== arity[name]) {
    const number = `number of operands: ${operands.length}`;
    throw cursor.error(
      `Incorrect number of operands for operator or function; operator or function: ${name}, ${number}`,
    );
  }
  const [first, second] = operands;
  if (name.startsWith('attribute_') && first!.kind !== 'path') throw needsPath(cursor, name);
  if (name === 'attribute_type') checkTypeName(cursor, second!);
  const noPrefix = (type: Type) => name === 'begins_with' && !'SB'.includes(type);
  for (const operand of operands) refuse(cursor, name, operand, noPrefix);
  if (name === 'size') refuse(cursor, name, first!, (type) => sizeless.includes(type));
  if (second) refuseTwice(cursor, name, first!, second);
}

export function checkComparison(cursor: Cursor, comparator: Comparator, left: Operand, right: Operand): void {
  refuseTwice(cursor, comparator, left, right);
  if (comparator === '=' || comparator === '<>') return;
  for (const operand of [left, right]) refuse(cursor, comparator, operand, (type) => !'SNB'.includes(type));
}

export function checkBetween(cursor: Cursor, low: Operand, high: Operand): void {
  for (const bound of [low, high]) refuse(cursor, 'BETWEEN', bound, (type) => !'SNB'.includes(type));
  if (low.kind !== 'value' || high.kind !== 'value') return;
  const shown = `lower bound operand: ${shownValue(low.value)}, upper bound operand: ${shownValue(high.value)}`;
  const order = compareValues(low.value, high.value);
  if (order === undefined) {
    throw cursor.error(`The BETWEEN operator requires same data type for lower and upper bounds; ${shown}`);
  }
  if (order > 0) {
    const rule = 'The BETWEEN operator requires upper bound to be greater than or equal to lower bound';
    throw cursor.error(`${rule}; ${shown}`);
  }
}

function checkTypeName(cursor: Cursor, operand: Operand): void {
  refuse(cursor, 'attribute_type', operand, (type) => type !== 'S');
  if (operand.kind !== 'value' || !('S' in operand.value) || types.includes(operand.value.S)) return;
  const problem = `Invalid attribute type name found; type: ${operand.value.S}`;
  throw cursor.error(`${problem}, valid types: {${types.join(',')}}`);
}

function needsPath(cursor: Cursor, name: string) {
  return cursor.error(`Operator or function requires a document path; operator or function: ${name}`);
}

function refuse(cursor: Cursor, name: string, operand: Operand, wrong: (type: Type) => boolean): void {
  if (operand.kind !== 'value' || !wrong(typeOf(operand.value))) return;
  const shown = `operator or function: ${name}, operand type: ${typeOf(operand.value)}`;
  throw cursor.error(`Incorrect operand type for operator or function; ${shown}`);
}

function refuseTwice(cursor: Cursor, name: string, first: Operand, second: Operand): void {
  if (first.kind !== 'path' || second.kind !== 'path' || pathText(first.path) !== pathText(second.path)) return;
  const rule = 'The first operand must be distinct from the remaining operands for this operator or function';
  throw cursor.error(`${rule}; operator: ${name}, first operand: ${pathText(first.path)}`);
}

function shownValue(value: AttributeValue): string {
  const [type, held] = Object.entries(value)[0]!;
  return `AttributeValue: {${type}:${held}}`;
}
