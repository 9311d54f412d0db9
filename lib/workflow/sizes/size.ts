import type { Path } from '../problem.ts';
import { fromSchema } from '../types/from-schema.ts';
import type { Environment } from '../types/infer.ts';
import { times } from '../types/sequence.ts';
import { inferTemplate } from '../types/template.ts';
import {
  type ArrayType,
  isNever,
  isNothing,
  memberOf,
  type NumberType,
  type ObjectType,
  present,
  type StringType,
  type Type,
} from '../types/type.ts';
import { textBytes } from './text.ts';

/** How large a value can be as JSON text in UTF-8, as JSON.stringify writes it without blanks. */
export interface Size {
  /** Bytes. */
  min: number;
  /** Bytes; infinite where nothing bounds it. */
  max: number;
  /** What is unbounded first. `*` stands for the elements of a list, or for members that are not named. */
  because?: { path: Path; why: string };
}

/** How large what a JSON Schema accepts can be. `format` counts as checked. */
export const sizeOf = (schema: unknown): Size => sizeOfType(fromSchema(schema));

/** How large what a template gives can be. */
export const sizeOfTemplate = (template: unknown, environment: Environment): Size =>
  sizeOfType(inferTemplate(template, environment));

/** How large a value of a type can be, where there is one. */
export const sizeOfType = (type: Type): Size => ofType(present(type), []);

const EMPTY: Size = { min: 0, max: 0 };

function ofType(type: Type, path: Path): Size {
  if (type.any || type.lambda) return unbounded(1, path, 'it may be anything');
  const { null: none, boolean, number, string, array, object } = type;
  const sizes = [
    ...(none ? [{ min: 4, max: 4 }] : []),
    ...(boolean ?? []).map((value) => exactly(String(value).length)),
    ...(number ? [ofNumber(number)] : []),
    ...(string ? [ofText(string, path)] : []),
    ...(array ? [ofList(array, path)] : []),
    ...(object ? [ofObject(object, path)] : []),
  ];
  if (sizes.length === 0) return EMPTY;
  const { because } = sizes.find((size) => size.because) ?? EMPTY;
  const range = { min: Math.min(...sizes.map(({ min }) => min)), max: Math.max(...sizes.map(({ max }) => max)) };
  return { ...range, ...(because && { because }) };
}

const exactly = (bytes: number): Size => ({ min: bytes, max: bytes });
const unbounded = (min: number, path: Path, why: string): Size => ({
  min,
  max: Number.POSITIVE_INFINITY,
  because: { path, why },
});

/** The longest number is `-0.0000012345678901234567`. From this one on, numbers are written with an exponent. */
const LONGEST = 25;
const EXPONENT = 1e21;

function ofNumber({ values, min, max, integer }: NumberType): Size {
  const written = (number: number) => JSON.stringify(number).length;
  if (values) return { min: Math.min(...values.map(written)), max: Math.max(...values.map(written)) };
  if (!integer || !(min > -EXPONENT && max < EXPONENT)) return { min: 1, max: LONGEST };
  // Zero is the shortest, and away from it they grow.
  const shortest = min > 0 ? written(min) : max < 0 ? written(max) : 1;
  return { min: shortest, max: Math.max(written(min), written(max)) };
}

function ofText(text: StringType, path: Path): Size {
  const { min, max } = textBytes(text);
  return Number.isFinite(max) ? { min, max } : unbounded(min, path, 'a text without maxLength');
}

function ofList({ items, min, max }: ArrayType, path: Path): Size {
  const item = ofType(items, [...path, '*']);
  const bytes = (count: number, each: number) => 2 + (count === 0 ? 0 : count * (each + 1) - 1);
  if (max === 0 || isNever(items)) return exactly(2);
  if (max === Number.POSITIVE_INFINITY) return unbounded(bytes(min, item.min), path, 'a list without maxItems');
  return { min: bytes(min, item.min), max: bytes(max, item.max), ...(item.because && { because: item.because }) };
}

function ofObject(object: ObjectType, path: Path): Size {
  const named = Object.keys(object.properties).map((name) => ofMember(name, memberOf(object, name), path));
  const least = named.reduce((sum, { min }) => sum + min, 0);
  const others = ofOthers(object, path);
  const larger = named.map(({ max }) => max).filter((max) => max > others.each);
  const taken = larger.sort((a, b) => b - a).slice(0, object.maxProperties);
  const left = times(object.maxProperties - taken.length, others.each);
  const sum = taken.reduce((total, max) => total + max, left);
  const because = named.find((size) => size.because)?.because ?? others.because;
  // Each member has been counted with a comma, and the last has none.
  const bytes = (members: number) => 2 + Math.max(0, members - 1);
  return { min: bytes(least), max: bytes(sum), ...(because && { because }) };
}

/** A member with its name, colon and comma; nothing where it may be left out. */
function ofMember(name: string, type: Type, path: Path): Size {
  if (isNothing(type)) return EMPTY;
  const { min, max, because } = ofType(present(type), [...path, name]);
  const own = textBytes({ min: 0, max: 0, values: [name] }).max + 2;
  return { min: type.absent ? 0 : own + min, max: own + max, ...(because && { because }) };
}

/** The largest of the members that are not named. There may be as many as fit. */
function ofOthers({ rest, names, maxProperties }: ObjectType, path: Path): { each: number; because?: Size['because'] } {
  if (isNothing(rest) || isNever(rest) || maxProperties === 0 || names.values?.length === 0) return { each: 0 };
  const inside = [...path, '*'];
  const name = textBytes(names).max;
  const { max, because } = ofType(present(rest), inside);
  const without = (why: string) => ({ each: Number.POSITIVE_INFINITY, because: { path: inside, why } });
  if (maxProperties === Number.POSITIVE_INFINITY)
    return without('members without additionalProperties or maxProperties');
  if (because) return { each: Number.POSITIVE_INFINITY, because };
  return name === Number.POSITIVE_INFINITY ? without('names without propertyNames') : { each: name + max + 2 };
}
