import { tupleOf } from './from-schema.ts';
import { infer } from './infer.ts';
import { join, MOST_VALUES } from './join.ts';
import type { Node } from './node.ts';
import type { Scope } from './scope.ts';
import { elementsOf } from './sequence.ts';
import {
  ANY_STRING,
  isNever,
  NEVER,
  NOTHING,
  OPEN_OBJECT,
  orAbsent,
  present,
  spelled,
  type Type,
  UNKNOWN,
} from './type.ts';

/** `{ key: value }`. A value that is absent leaves its member out. */
export function inferObject(node: Node, scope: Scope): Type {
  if (spelled(scope.context).array) return { object: OPEN_OBJECT };
  const properties: Record<string, Type> = {};
  let rest = NOTHING;
  for (const [keyNode, valueNode] of node.lhs as readonly (readonly [Node, Node])[]) {
    const key = infer(keyNode, scope);
    if (!spelled(key).string && !key.absent) return NEVER;
    const value = memberValue(infer(valueNode, scope));
    const names = key.string?.values;
    if (isNever(value) && names && !key.absent) return NEVER;
    if (names?.length === 1 && !key.absent) properties[names[0]!] = value;
    else rest = join(rest, isNever(value) ? NOTHING : value);
  }
  const bounded = rest === NOTHING ? Object.keys(properties).length : Number.POSITIVE_INFINITY;
  return { object: { properties, rest, maxProperties: bounded, names: ANY_STRING } };
}

/** A function is no value of an object that leaves the expression. */
const memberValue = (type: Type): Type => (type.lambda ? UNKNOWN : type);

/** `[a, b]`. Lists are poured in, lists written in place are not; what is absent is left out. */
export function inferArray(node: Node, scope: Scope): Type {
  const parts = node.expressions!.map((part) => ({ nested: part.value === '[', type: infer(part, scope) }));
  if (parts.some(({ type }) => isNever(type))) return NEVER;
  if (parts.some(({ type }) => type.lambda))
    return { array: { items: UNKNOWN, min: 0, max: Number.POSITIVE_INFINITY } };
  const list = node.consarray ? { whole: true as const } : {};
  if (parts.length <= MOST_VALUES && parts.every(({ nested, type }) => isOne(nested, type)))
    return { array: { ...tupleOf(parts.map(({ type }) => type)).array!, ...list } };
  const sequences = parts.map(({ nested, type }) =>
    nested ? elementsOf({ array: { items: type, min: 1, max: 1 } }) : elementsOf(type),
  );
  const sum = (key: 'min' | 'max') => sequences.reduce((total, each) => total + each[key], 0);
  return { array: { items: join(...sequences.map(({ item }) => item)), min: sum('min'), max: sum('max'), ...list } };
}

const isOne = (nested: boolean, type: Type): boolean => nested || (!type.absent && !spelled(type).array);

/** Two lists, or values, behind one another: `$append`. */
export function appended(first: Type, second: Type): Type {
  const [a, b] = [elementsOf(present(first)), elementsOf(present(second))];
  const both: Type = { array: { items: join(a.item, b.item), min: a.min + b.min, max: a.max + b.max } };
  const type = join(
    isNever(present(first)) || isNever(present(second)) ? NEVER : both,
    first.absent ? present(second) : NEVER,
    second.absent ? present(first) : NEVER,
  );
  return first.absent && second.absent ? orAbsent(type, first.absent.because, first.absent.quiet) : type;
}
