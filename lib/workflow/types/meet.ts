import { defined } from './join.ts';
import {
  type ArrayType,
  isNever,
  memberOf,
  type NumberType,
  type ObjectType,
  present,
  type StringType,
  spelled,
  type Type,
} from './type.ts';

/** The type of what is of both types: their intersection, or a little more. `NEVER` only if they share no value. */
export function meet(a: Type, b: Type): Type {
  const absent = a.absent && b.absent;
  if (a.any) return defined({ ...present(b), absent });
  if (b.any) return defined({ ...present(a), absent });
  return defined({
    null: a.null && b.null,
    boolean: both(a.boolean, b.boolean, (x, y) => filled(x.filter((value) => y.includes(value)))),
    number: both(a.number, b.number, meetNumbers),
    string: both(a.string, b.string, meetStrings),
    array: both(a.array, b.array, meetArrays),
    object: both(a.object, b.object, meetObjects),
    absent,
  });
}

/** True if no value is of both types. */
export const disjoint = (a: Type, b: Type): boolean => isNever(meet(a, b));

const both = <T>(a: T | undefined, b: T | undefined, combine: (a: T, b: T) => T | undefined): T | undefined =>
  a === undefined || b === undefined ? undefined : combine(a, b);

const filled = <T>(values: readonly T[]): readonly T[] | undefined => (values.length > 0 ? values : undefined);

function meetNumbers(a: NumberType, b: NumberType): NumberType | undefined {
  const integer = a.integer || b.integer;
  const [low, high] = [Math.max(a.min, b.min), Math.min(a.max, b.max)];
  const [min, max] = integer ? [Math.ceil(low), Math.floor(high)] : [low, high];
  if (min > max) return undefined;
  const values = (a.values ?? b.values)?.filter((value) => hasNumber(a, value) && hasNumber(b, value));
  if (values?.length === 0) return undefined;
  return { min, max, integer, ...(values && { values }) };
}

export function hasNumber({ min, max, integer, values }: NumberType, value: number): boolean {
  return value >= min && value <= max && (!integer || Number.isInteger(value)) && (values?.includes(value) ?? true);
}

function meetStrings(a: StringType, b: StringType): StringType | undefined {
  const [min, max] = [Math.max(a.min, b.min), Math.min(a.max, b.max)];
  if (min > max) return undefined;
  const values = (a.values ?? b.values)?.filter((value) => hasString(a, value) && hasString(b, value));
  if (values?.length === 0) return undefined;
  const pattern = a.pattern ?? b.pattern;
  const format = a.format ?? b.format;
  return {
    min,
    max,
    ...(values && { values }),
    ...(pattern !== undefined && { pattern }),
    ...(format !== undefined && { format }),
  };
}

/** Formats are not looked at: a text may have one. */
export function hasString({ min, max, values, pattern }: StringType, value: string): boolean {
  const length = [...value].length;
  if (length < min || length > max || values?.includes(value) === false) return false;
  return pattern === undefined || matches(pattern, value);
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    // `invalid-json-schema` says so; here it rules nothing out.
    return true;
  }
}

function meetArrays(a: ArrayType, b: ArrayType): ArrayType | undefined {
  const items = meet(a.items, b.items);
  const min = Math.max(a.min, b.min);
  const max = isNever(items) ? 0 : Math.min(a.max, b.max);
  return min > max ? undefined : { items, min, max };
}

function meetObjects(a: ObjectType, b: ObjectType): ObjectType | undefined {
  const names = [...new Set([...Object.keys(a.properties), ...Object.keys(b.properties)])];
  const members = names.map((name): [string, Type] => [name, meet(memberOf(a, name), memberOf(b, name))]);
  if (members.some(([, type]) => isNever(type))) return undefined;
  const maxProperties = Math.min(a.maxProperties, b.maxProperties);
  if (members.filter(([, type]) => !type.absent).length > maxProperties) return undefined;
  return {
    properties: Object.fromEntries(members),
    rest: meet(a.rest, b.rest),
    maxProperties,
    names: meetStrings(a.names, b.names) ?? { min: 0, max: 0, values: [] },
  };
}

/** Whether a value that is there belongs to a type. */
export function includes(type: Type, value: unknown): boolean {
  if (value === undefined) return type.absent !== undefined;
  const { null: none, boolean, number, string, array, object } = spelled(type);
  if (type.any) return true;
  if (value === null) return none === true;
  if (typeof value === 'boolean') return boolean?.includes(value) ?? false;
  if (typeof value === 'number') return number !== undefined && hasNumber(number, value);
  if (typeof value === 'string') return string !== undefined && hasString(string, value);
  if (Array.isArray(value)) return array !== undefined && hasArray(array, value);
  return object !== undefined && hasObject(object, value as Record<string, unknown>);
}

function hasArray({ items, min, max, tuple }: ArrayType, value: readonly unknown[]): boolean {
  if (value.length < min || value.length > max || (tuple && tuple.length !== value.length)) return false;
  return value.every((item, index) => includes(tuple?.[index] ?? items, item));
}

function hasObject(object: ObjectType, value: Record<string, unknown>): boolean {
  const names = Object.keys(value);
  if (names.length > object.maxProperties) return false;
  const unnamed = names.filter((name) => !Object.hasOwn(object.properties, name));
  if (!unnamed.every((name) => hasString(object.names, name) && includes(object.rest, value[name]))) return false;
  return Object.entries(object.properties).every(([name, type]) =>
    includes(type, Object.hasOwn(value, name) ? value[name] : undefined),
  );
}
