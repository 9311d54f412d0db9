/** KeyConditionExpression as a partition and a range of the sort key. */
import { invalid, invalidParameter } from './errors.ts';
import type { Condition } from './expression/condition.ts';
import type { Operand } from './expression/operand.ts';
import { afterPrefix, orderedBytes } from './key.ts';
import type { KeySchema, Table } from './table.ts';
import { type AttributeValue, typeOf } from './value.ts';

/** Bounds of the sort key, in ordered bytes. */
export interface Range {
  low?: Buffer;
  /** Whether `low` itself is in the range. */
  fromLow?: boolean;
  high?: Buffer;
  toHigh?: boolean;
}

export interface KeyCondition {
  hash: AttributeValue;
  range: Range;
}

/** Throws ValidationException for what Query does not do. */
export function readKeyCondition(condition: Condition, keys: KeySchema, types: Table['types']): KeyCondition {
  const parts = conjuncts(condition);
  const onHash = only(parts, keys.hash);
  const hash = onHash && equalTo(onHash);
  if (!onHash) throw missed(keys.hash);
  if (!hash) throw invalid('Query key condition not supported');
  const onRange = keys.range ? only(parts, keys.range) : undefined;
  const other = parts.find((part) => part !== onHash && part !== onRange);
  if (other) throw keys.range && !onRange ? missed(keys.range) : invalid('Query key condition not supported');
  checkType(hash, types[keys.hash]);
  return { hash, range: onRange ? rangeOf(onRange, types[keys.range!]) : {} };
}

function missed(name: string) {
  return invalid(`Query condition missed key schema element: ${name}`);
}

function conjuncts(condition: Condition): Condition[] {
  if (condition.kind === 'and') return [...conjuncts(condition.left), ...conjuncts(condition.right)];
  if (condition.kind !== 'or' && condition.kind !== 'not') return [condition];
  const operator = condition.kind.toUpperCase();
  throw invalid(`Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: ${operator}`);
}

function only(parts: Condition[], name: string): Condition | undefined {
  const found = parts.filter((part) => attributeOf(part) === name);
  if (found.length <= 1) return found[0];
  const rule = 'KeyConditionExpressions must only contain one condition per key';
  throw invalid(`Invalid KeyConditionExpression: ${rule}`);
}

function attributeOf(part: Condition): string | undefined {
  if (part.kind === 'compare') return pathName(part.left) ?? pathName(part.right);
  if (part.kind === 'between') return pathName(part.operand);
  return part.kind === 'call' ? pathName(part.operands[0]) : undefined;
}

function pathName(operand: Operand | undefined): string | undefined {
  return operand?.kind === 'path' && operand.path.length === 1 ? operand.path[0] : undefined;
}

function equalTo(part: Condition): AttributeValue | undefined {
  return part.kind === 'compare' && part.comparator === '=' ? compared(part).value : undefined;
}

const mirrored = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '<>': '<>' } as const;

/** The comparison with the attribute on its left. */
function compared({ comparator, left, right }: Extract<Condition, { kind: 'compare' }>) {
  if (left.kind === 'value') return { comparator: mirrored[comparator], value: left.value };
  return { comparator, value: right.kind === 'value' ? right.value : undefined };
}

function rangeOf(part: Condition, type: string | undefined): Range {
  const bytes = (value: AttributeValue | undefined) => {
    if (!value) throw invalid('Query key condition not supported');
    checkType(value, type);
    return orderedBytes(value);
  };
  const worth = (operand: Operand | undefined) => bytes(operand?.kind === 'value' ? operand.value : undefined);
  if (part.kind === 'between') return { low: worth(part.low), fromLow: true, high: worth(part.high), toHigh: true };
  if (part.kind === 'call' && part.name === 'begins_with') return prefixed(worth(part.operands[1]));
  if (part.kind !== 'compare') throw invalid('Query key condition not supported');
  const { comparator, value } = compared(part);
  return bounds(comparator, bytes(value));
}

function prefixed(prefix: Buffer): Range {
  const high = afterPrefix(prefix);
  return { low: prefix, fromLow: true, ...(high ? { high } : {}) };
}

function bounds(comparator: string, bound: Buffer): Range {
  if (comparator === '=') return { low: bound, fromLow: true, high: bound, toHigh: true };
  if (comparator.startsWith('<') && comparator !== '<>') return { high: bound, toHigh: comparator === '<=' };
  if (comparator.startsWith('>')) return { low: bound, fromLow: comparator === '>=' };
  throw invalid('Query key condition not supported');
}

function checkType(value: AttributeValue, type: string | undefined): void {
  if (typeOf(value) !== type) throw invalidParameter('Condition parameter type does not match schema type');
}
