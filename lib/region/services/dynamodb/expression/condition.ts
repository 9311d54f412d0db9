/** A parsed condition, and whether it holds for an item. */

import { sameValue } from '../text.ts';
import { type AttributeValue, content, type Item, typeOf } from '../value.ts';
import { compareValues } from './compare.ts';
import { evaluate, type Operand } from './operand.ts';

export const comparators = ['=', '<>', '<=', '<', '>=', '>'] as const;
export type Comparator = (typeof comparators)[number];

export const functions = [
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
] as const;
export type FunctionName = (typeof functions)[number];

export type Condition =
  | { kind: 'or' | 'and'; left: Condition; right: Condition }
  | { kind: 'not'; condition: Condition }
  | { kind: 'compare'; comparator: Comparator; left: Operand; right: Operand }
  | { kind: 'between'; operand: Operand; low: Operand; high: Operand }
  | { kind: 'in'; operand: Operand; list: Operand[] }
  | { kind: 'call'; name: FunctionName; operands: Operand[] };

/** An absent item is the empty one: no attribute exists in it. */
export function holds(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case 'or':
      return holds(condition.left, item) || holds(condition.right, item);
    case 'and':
      return holds(condition.left, item) && holds(condition.right, item);
    case 'not':
      return !holds(condition.condition, item);
    case 'compare':
      return compares(condition.comparator, evaluate(condition.left, item), evaluate(condition.right, item));
    case 'between': {
      const value = evaluate(condition.operand, item);
      return (
        compares('>=', value, evaluate(condition.low, item)) && compares('<=', value, evaluate(condition.high, item))
      );
    }
    case 'in': {
      const value = evaluate(condition.operand, item);
      return condition.list.some((member) => sameValue(value, evaluate(member, item)));
    }
    case 'call':
      return called(condition.name, ...condition.operands.map((operand) => evaluate(operand, item)));
  }
}

function compares(comparator: Comparator, left?: AttributeValue, right?: AttributeValue): boolean {
  if (comparator === '=') return sameValue(left, right);
  if (comparator === '<>') return !sameValue(left, right);
  const order = left && right && compareValues(left, right);
  if (order === undefined) return false;
  if (order === 0) return comparator.endsWith('=');
  return order < 0 === comparator.startsWith('<');
}

function called(name: FunctionName, value?: AttributeValue, argument?: AttributeValue): boolean {
  if (name === 'attribute_exists') return value !== undefined;
  if (name === 'attribute_not_exists') return value === undefined;
  if (!value || !argument) return false;
  if (name === 'attribute_type') return typeOf(value) === content(argument, 'S');
  return name === 'begins_with' ? begins(value, argument) : contains(value, argument);
}

function begins(value: AttributeValue, prefix: AttributeValue): boolean {
  if ('S' in value && 'S' in prefix) return value.S.startsWith(prefix.S);
  if ('B' in value && 'B' in prefix) return Buffer.from(value.B).indexOf(prefix.B) === 0;
  return false;
}

function contains(value: AttributeValue, part: AttributeValue): boolean {
  if ('S' in value) return 'S' in part && value.S.includes(part.S);
  if ('B' in value) return 'B' in part && Buffer.from(value.B).includes(Buffer.from(part.B));
  if ('L' in value) return value.L.some((member) => sameValue(member, part));
  return setMembers(value).some((member) => sameValue(member, part));
}

/** The members of a set as values of their own; none for what is not a set. */
function setMembers(value: AttributeValue): AttributeValue[] {
  if ('SS' in value) return value.SS.map((member) => ({ S: member }));
  if ('NS' in value) return value.NS.map((member) => ({ N: member }));
  return 'BS' in value ? value.BS.map((member) => ({ B: member })) : [];
}
