import { at, isRecord } from '../data.ts';
import { join, MOST_VALUES } from './join.ts';
import { meet } from './meet.ts';
import { extentOf } from './pattern.ts';
import {
  ANY,
  ANY_STRING,
  type ArrayType,
  isNever,
  NEVER,
  type NumberType,
  type ObjectType,
  objectOf,
  orAbsent,
  present,
  type StringType,
  type Type,
} from './type.ts';

/**
 * The type of the values that a JSON Schema (2020-12) accepts. What is not understood, such as `not` or `if`, narrows
 * nothing, and a reference into itself ends in `ANY`: the type holds every value of the schema, and perhaps more.
 *
 * @param root where references lead into, `#/$defs/…`: by default the schema itself
 */
export const fromSchema = (schema: unknown, root = schema): Type =>
  typeOf(schema, { root, open: [], budget: { left: 5000 } });

interface Reading {
  root: unknown;
  /** References that are being followed. */
  open: readonly string[];
  /** Schemas that may still be looked into: references multiply. */
  budget: { left: number };
}

type Schema = Record<string, unknown>;

function typeOf(schema: unknown, reading: Reading): Type {
  if (schema === false) return NEVER;
  if (!isRecord(schema) || reading.budget.left-- <= 0) return ANY;
  const own = meet(ofKinds(schema, reading), ofValues(schema));
  return [...composed(schema, reading)].reduce(meet, own);
}

function* composed(schema: Schema, reading: Reading): Generator<Type> {
  if (typeof schema.$ref === 'string') yield referred(schema.$ref, reading);
  for (const each of listOf(schema.allOf)) yield typeOf(each, reading);
  for (const key of ['anyOf', 'oneOf']) {
    const branches = listOf(schema[key]);
    if (branches.length > 0) yield join(...branches.map((branch) => typeOf(branch, reading)));
  }
}

function referred(reference: string, { root, open, budget }: Reading): Type {
  const path = partsOf(reference);
  if (!path || open.includes(reference)) return ANY;
  const target = at(root, path);
  return target === undefined ? ANY : typeOf(target, { root, open: [...open, reference], budget });
}

/** `#/$defs/line` as a path, or undefined for a reference that leads out of the schema. */
export function partsOf(reference: string): string[] | undefined {
  if (reference === '#') return [];
  if (!reference.startsWith('#/')) return undefined;
  const parts = decoded(reference.slice(2)).split('/');
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const KINDS = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const;

function ofKinds(schema: Schema, reading: Reading): Type {
  if (Object.keys(schema).every((key) => ANNOTATIONS.has(key))) return ANY;
  const types: readonly unknown[] =
    typeof schema.type === 'string' ? [schema.type] : Array.isArray(schema.type) ? schema.type : KINDS;
  const has = (name: string) => types.includes(name);
  const numbers = has('number') || has('integer') ? numberOf(schema, !has('number')) : undefined;
  const strings = has('string') ? stringOf(schema) : undefined;
  const arrays = has('array') ? arrayOf(schema, reading) : undefined;
  const objects = has('object') ? objectsOf(schema, reading) : undefined;
  return {
    ...(has('null') && { null: true }),
    ...(has('boolean') && { boolean: [true, false] }),
    ...(numbers && { number: numbers }),
    ...(strings && { string: strings }),
    ...(arrays && { array: arrays }),
    ...(objects && { object: objects }),
  };
}

/** What does not narrow by itself, so that a schema of nothing else is `ANY` and not all kinds one by one. */
const ANNOTATIONS = new Set(
  'title description default examples deprecated readOnly writeOnly $schema $id $anchor $comment $defs definitions $ref allOf anyOf oneOf not if then else enum const'.split(
    ' ',
  ),
);

function ofValues(schema: Schema): Type {
  const values = Array.isArray(schema.enum) ? schema.enum : undefined;
  const only = 'const' in schema ? fromValue(schema.const) : ANY;
  return values ? meet(only, join(...values.map(fromValue))) : only;
}

/** The type of one value. */
export function fromValue(value: unknown): Type {
  if (value === null) return { null: true };
  if (typeof value === 'boolean') return { boolean: [value] };
  if (typeof value === 'number')
    return { number: { min: value, max: value, integer: Number.isInteger(value), values: [value] } };
  if (typeof value === 'string') return { string: stringFrom(value) };
  if (Array.isArray(value)) return tupleOf(value.map(fromValue));
  if (!isRecord(value)) return ANY;
  return objectOf(Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fromValue(member)])));
}

function stringFrom(value: string): StringType {
  const length = [...value].length;
  return { min: length, max: length, values: [value] };
}

/** A list whose elements are known one by one. */
export function tupleOf(elements: readonly Type[]): Type {
  const length = { min: elements.length, max: elements.length };
  return { array: { items: join(...elements), ...length, ...(elements.length <= MOST_VALUES && { tuple: elements }) } };
}

const numberIn = (schema: Schema, key: string, none: number): number =>
  typeof schema[key] === 'number' ? schema[key] : none;

function numberOf(schema: Schema, integer: boolean): NumberType | undefined {
  const [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const min = Math.max(numberIn(schema, 'minimum', least), next(numberIn(schema, 'exclusiveMinimum', least), 1));
  const max = Math.min(numberIn(schema, 'maximum', most), next(numberIn(schema, 'exclusiveMaximum', most), -1));
  const range = integer ? { min: Math.ceil(min), max: Math.floor(max) } : { min, max };
  return range.min > range.max ? undefined : { ...range, integer };
}

/** The neighbour of a number in the direction: beyond an exclusive bound there is no other. */
function next(number: number, direction: 1 | -1): number {
  if (!Number.isFinite(number)) return number;
  if (number === 0) return direction * Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(number > 0 ? direction : -direction));
  return view.getFloat64(0);
}

function stringOf(schema: Schema): StringType | undefined {
  const pattern = typeof schema.pattern === 'string' ? schema.pattern : undefined;
  const extent = pattern === undefined ? undefined : extentOf(pattern);
  const min = Math.max(numberIn(schema, 'minLength', 0), extent?.min ?? 0);
  const max = Math.min(numberIn(schema, 'maxLength', Number.POSITIVE_INFINITY), extent?.max ?? ANY_STRING.max);
  if (min > max) return undefined;
  return {
    min,
    max,
    ...(pattern !== undefined && { pattern }),
    ...(typeof schema.format === 'string' && { format: schema.format }),
  };
}

function arrayOf(schema: Schema, reading: Reading): ArrayType | undefined {
  const first = listOf(schema.prefixItems).map((each) => typeOf(each, reading));
  const others = schema.items === undefined ? ANY : typeOf(schema.items, reading);
  const full = isNever(others) ? first.length : Number.POSITIVE_INFINITY;
  const broken = first.findIndex(isNever);
  const min = numberIn(schema, 'minItems', 0);
  const max = Math.min(numberIn(schema, 'maxItems', Number.POSITIVE_INFINITY), full, broken < 0 ? full : broken);
  return min > max ? undefined : { items: join(others, ...first), min, max };
}

function objectsOf(schema: Schema, reading: Reading): ObjectType | undefined {
  const given = isRecord(schema.properties) ? schema.properties : {};
  const required = new Set(listOf(schema.required).map(String));
  const rest = restOf(schema, reading);
  const names = [...new Set([...Object.keys(given), ...required])];
  const properties = Object.fromEntries(
    names.map((name): [string, Type] => {
      const type = Object.hasOwn(given, name) ? typeOf(given[name], reading) : present(rest);
      return [name, required.has(name) ? type : orAbsent(type, `'${name}' is optional`)];
    }),
  );
  const maxProperties = numberIn(schema, 'maxProperties', Number.POSITIVE_INFINITY);
  if (required.size > maxProperties || [...required].some((name) => isNever(properties[name]!))) return undefined;
  return { properties, rest, maxProperties, names: namesOf(schema, reading) };
}

/** Members that are not named: what patterns and `additionalProperties` leave to them. They may always be absent. */
function restOf(schema: Schema, reading: Reading): Type {
  const patterns = isRecord(schema.patternProperties) ? Object.values(schema.patternProperties) : [];
  const others = schema.additionalProperties === undefined ? ANY : typeOf(schema.additionalProperties, reading);
  const named = patterns.map((pattern) => typeOf(pattern, reading));
  const open = schema.additionalProperties === undefined;
  return orAbsent(join(others, ...named), open ? 'no schema promises it' : 'it may be left out', open);
}

function namesOf({ propertyNames }: Schema, reading: Reading): StringType {
  if (propertyNames === undefined) return ANY_STRING;
  const type = typeOf(propertyNames, reading);
  return type.any ? ANY_STRING : (type.string ?? { min: 0, max: 0, values: [] });
}
