import { type ArrayType, isNever, type NumberType, type ObjectType, type StringType, type Type } from './type.ts';

/** A type in words, to stand after "gives" or "needs". */
export function describe(type: Type): string {
  if (type.any) return 'anything';
  if (isNever(type)) return 'no value at all';
  const { null: none, boolean, number, string, array, object, absent, lambda } = type;
  const kinds = [
    string && textWords(string),
    number && numberWords(number),
    boolean && (boolean.length === 1 ? String(boolean[0]) : 'true or false'),
    array && listWords(array),
    object && objectWords(object),
    lambda && 'a function',
    none && 'null',
    absent && 'nothing',
  ];
  return kinds.filter((words) => typeof words === 'string').join(' or ');
}

const FEW = 5;

function valuesWords(values: readonly unknown[]): string {
  const shown = values.slice(0, FEW).map((value) => JSON.stringify(value));
  const all = values.length > FEW ? [...shown, '…'] : shown;
  return all.length === 1 ? all[0]! : `one of ${all.join(', ')}`;
}

function textWords({ values, min, max, format, pattern }: StringType): string {
  if (values) return valuesWords(values);
  if (format !== undefined) return `text of format ${format}`;
  if (pattern !== undefined) return `text that matches ${pattern}`;
  return `text${rangeWords(min, max, 0, ' characters')}`;
}

function numberWords({ values, min, max, integer }: NumberType): string {
  if (values) return valuesWords(values);
  return `${integer ? 'an integer' : 'a number'}${rangeWords(min, max, Number.NEGATIVE_INFINITY, '')}`;
}

function rangeWords(min: number, max: number, none: number, unit: string): string {
  if (min === max) return ` of ${min}${unit}`;
  if (max === Number.POSITIVE_INFINITY) return min === none ? '' : ` of at least ${min}${unit}`;
  return min === none ? ` of at most ${max}${unit}` : ` from ${min} to ${max}${unit}`;
}

function listWords({ items, min, max }: ArrayType): string {
  if (max === 0) return 'an empty list';
  const length = rangeWords(min, max, 0, max === 1 ? ' element' : ' elements');
  return items.any ? `a list${length}` : `a list${length} of ${describe(items)}`;
}

function objectWords({ properties }: ObjectType): string {
  const names = Object.entries(properties).flatMap(([name, { absent }]) => (absent ? [] : [`'${name}'`]));
  return names.length > 0 && names.length <= FEW ? `an object with ${names.join(', ')}` : 'an object';
}
