import { appended } from './constructors.ts';
import { join } from './join.ts';
import { written } from './operators.ts';
import { inferName } from './paths.ts';
import { elementsOf, type Sequence, settled } from './sequence.ts';
import { truthOf } from './truth.ts';
import {
  ANY,
  arrayOf,
  BOOLEAN,
  COUNT,
  INTEGER,
  isNever,
  memberOf,
  NEVER,
  NOTHING,
  NUMBER,
  type ObjectType,
  OPEN_OBJECT,
  orAbsent,
  present,
  spelled,
  TEXT,
  type Type,
  UNKNOWN,
} from './type.ts';

/** A built-in function. */
export interface Signature {
  /** Arguments that it needs, and takes at most. */
  needs: number;
  most: number;
  /** Takes what is not given from the context. */
  context?: boolean;
  /** What the first argument has to be, if all arguments are given; by default anything. */
  takes?: Type;
  /** Takes regular expressions. */
  patterns?: boolean;
  /** Says itself what comes of an absent argument. Of all others nothing comes. */
  total?: boolean;
  /** The type of the result. Without `total` the first argument is there. */
  gives(args: readonly Type[]): Type;
}

type Gives = Type | ((first: Type, ...others: Type[]) => Type);

const row = (needs: number, most: number, gives: Gives, more: Partial<Signature> = {}): Signature => ({
  needs,
  most,
  gives: (args) => (typeof gives === 'function' ? gives(args[0] ?? NOTHING, ...args.slice(1)) : gives),
  ...more,
});
const ofText = (needs: number, most: number, gives: Gives, more: Partial<Signature> = {}) =>
  row(needs, most, gives, { context: true, takes: TEXT, ...more });
const ofNumber = (needs: number, most: number, gives: Gives) =>
  row(needs, most, gives, { context: true, takes: NUMBER });
const NUMBERS = join(NUMBER, arrayOf(NUMBER));
const ofNumbers = (gives: Gives) => row(1, 1, gives, { takes: NUMBERS });
const total = (needs: number, most: number, gives: Gives) => row(needs, most, gives, { total: true });

const OBJECTS: Type = { object: OPEN_OBJECT };
const UNSIGNED: Type = { number: { ...NUMBER.number!, min: 0 } };
const text = (min: number, max: number, pattern?: string): Type => ({
  string: { min, max, ...(pattern && { pattern }) },
});

/** JSONata 2 (https://docs.jsonata.org), and what Step Functions adds to it (developer guide, Transforming data). */
export const FUNCTIONS: Readonly<Record<string, Signature>> = {
  string: row(1, 2, (value, pretty) => ({ string: pretty ? TEXT.string! : written(value) }), { context: true }),
  length: ofText(1, 1, ({ string }) => lengthBetween(string?.min, string?.max)),
  substring: ofText(2, 3, shorter),
  substringBefore: ofText(2, 2, shorter),
  substringAfter: ofText(2, 2, shorter),
  uppercase: ofText(1, 1, TEXT),
  lowercase: ofText(1, 1, TEXT),
  trim: ofText(1, 1, shorter),
  pad: ofText(2, 3, TEXT),
  contains: ofText(2, 2, (_, part = NOTHING) => (part.absent ? { ...BOOLEAN, absent: part.absent } : BOOLEAN), {
    patterns: true,
  }),
  split: ofText(2, 3, arrayOf(TEXT), { patterns: true }),
  match: ofText(2, 3, () => settled({ ...some(OBJECTS), because: 'nothing may match' }), { patterns: true }),
  replace: ofText(3, 4, TEXT, { patterns: true }),
  join: row(1, 2, TEXT),
  base64encode: ofText(1, 1, TEXT),
  base64decode: ofText(1, 1, TEXT),
  encodeUrlComponent: ofText(1, 1, TEXT),
  encodeUrl: ofText(1, 1, TEXT),
  decodeUrlComponent: ofText(1, 1, TEXT),
  decodeUrl: ofText(1, 1, TEXT),

  number: row(1, 1, toNumber, { context: true, takes: join(NUMBER, TEXT, BOOLEAN) }),
  abs: ofNumber(1, 1, ({ number }) => (number?.integer ? COUNT : UNSIGNED)),
  floor: ofNumber(1, 1, (first) => rounded(first, Math.floor)),
  ceil: ofNumber(1, 1, (first) => rounded(first, Math.ceil)),
  round: ofNumber(1, 2, (first, precision) => (precision ? NUMBER : rounded(first, Math.round, 1))),
  power: ofNumber(2, 2, NUMBER),
  sqrt: ofNumber(1, 1, UNSIGNED),
  random: total(0, 1, { number: { min: 0, max: 1, integer: false } }),
  formatNumber: ofNumber(2, 3, TEXT),
  formatBase: ofNumber(1, 2, TEXT),
  formatInteger: ofNumber(2, 2, TEXT),
  parseInteger: ofText(2, 2, orAbsent(NUMBER, 'the text may not be of that form')),
  sum: ofNumbers((first) => (integers(first) ? INTEGER : NUMBER)),
  max: ofNumbers(extreme),
  min: ofNumbers(extreme),
  average: ofNumbers((first) => orEmpty(NUMBER, first)),

  boolean: row(1, 1, (first) => truth(truthOf(first)), { context: true }),
  not: row(1, 1, (first) => truth(negated(truthOf(first))), { context: true }),
  exists: total(1, 1, (first) => truth(first.absent ? (isNever(present(first)) ? false : undefined) : true)),

  count: total(1, 1, (first) => counted(first)),
  append: total(2, 2, (first, second = NOTHING) => appended(first, second)),
  reverse: row(1, 1, listed),
  shuffle: row(1, 1, listed),
  distinct: row(1, 1, distinct),
  zip: total(1, Number.POSITIVE_INFINITY, arrayOf(arrayOf(UNKNOWN))),

  keys: total(1, 1, () => settled({ ...some(TEXT), because: 'there may be no members' })),
  lookup: row(2, 2, lookedUp),
  spread: row(1, 1, UNKNOWN, { context: true }),
  merge: row(1, 1, merged, { takes: join(OBJECTS, arrayOf(OBJECTS)) }),
  type: row(1, 1, typeNames),
  clone: row(1, 1, (first) => first, { context: true }),
  error: total(0, 1, NEVER),
  assert: total(1, 2, NOTHING),

  now: total(0, 2, TEXT),
  millis: total(0, 0, INTEGER),
  fromMillis: ofNumber(1, 3, TEXT),
  toMillis: ofText(1, 2, orAbsent(NUMBER, 'the text may not be of that form')),

  partition: row(2, 2, (first) => arrayOf(arrayOf(elementsOf(first).item))),
  range: total(3, 3, () => settled({ ...some(NUMBER), because: 'the range may be empty' })),
  hash: row(2, 2, text(32, 128, '^[0-9a-f]{32,128}$')),
  uuid: total(0, 0, text(36, 36, '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$')),
  parse: row(1, 1, ANY),
};

function some(item: Type): Omit<Sequence, 'because'> {
  return { item, min: 0, max: Number.POSITIVE_INFINITY, quiet: true };
}

function lengthBetween(min = 0, max = Number.POSITIVE_INFINITY): Type {
  return { number: { min, max, integer: true } };
}

function shorter({ string }: Type): Type {
  return { string: { min: 0, max: string?.max ?? Number.POSITIVE_INFINITY } };
}

/** A number is itself; a text is a number or an error. */
function toNumber(value: Type): Type {
  const { any, string, boolean, number } = value;
  if (any || string) return NUMBER;
  const flags: Type = boolean ? { number: { min: 0, max: 1, integer: true } } : NEVER;
  return join(flags, number ? { number } : NEVER);
}

function rounded({ number }: Type, round: (value: number) => number, margin = 0): Type {
  const { min, max } = number ?? NUMBER.number!;
  return { number: { min: round(min) - margin, max: round(max) + margin, integer: true } };
}

const integers = (type: Type): boolean => elementsOf(type).item.number?.integer ?? false;

function orEmpty(type: Type, list: Type): Type {
  const { min, quiet } = elementsOf(list);
  return min === 0 ? orAbsent(type, 'the list may be empty', quiet) : type;
}

function extreme(list: Type): Type {
  const { number } = spelled(elementsOf(list).item);
  return orEmpty(number ? { number } : NEVER, list);
}

const truth = (value: boolean | undefined): Type => (value === undefined ? BOOLEAN : { boolean: [value] });
const negated = (value: boolean | undefined) => (value === undefined ? undefined : !value);

function counted(type: Type): Type {
  const { min, max } = elementsOf(type);
  return { number: { min, max, integer: true } };
}

/** The same elements in a list, in some order. */
function listed(type: Type): Type {
  const { item, min, max } = elementsOf(type);
  return { array: { items: item, min, max, ...(type.array?.loose && { loose: true }) } };
}

function distinct(type: Type): Type {
  const { array, ...others } = spelled(type);
  if (!array) return type;
  const min = Math.min(array.min, 1);
  const sequence = { item: array.items, min, max: array.max, because: 'the list may be empty' };
  const list: Type = { array: { items: array.items, min, max: array.max, ...(array.loose && { loose: true }) } };
  return join(others, list, array.loose ? settled(sequence) : NEVER);
}

function lookedUp(context: Type, key: Type = NOTHING): Type {
  const names = key.string?.values;
  return names?.length === 1 && !key.absent ? inferName(names[0]!, context) : UNKNOWN;
}

/** One object after the other, each over those before it. */
function merged(type: Type): Type {
  const { item, min } = elementsOf(type);
  const objects = type.array?.tuple ?? [item];
  const known = objects.flatMap((each) => (each.any || !each.object ? [] : [each.object]));
  if (known.length < objects.length) return OBJECTS;
  const one = known.reduce(over);
  return { object: type.array?.tuple || (min > 0 && !type.array) ? one : several(one, min) };
}

function over(below: ObjectType, above: ObjectType): ObjectType {
  const names = [...new Set([...Object.keys(below.properties), ...Object.keys(above.properties)])];
  const properties = names.map((name): [string, Type] => {
    const upper = memberOf(above, name);
    return [name, upper.absent ? join(present(upper), memberOf(below, name)) : upper];
  });
  return {
    properties: Object.fromEntries(properties),
    rest: join(below.rest, above.rest),
    maxProperties: below.maxProperties + above.maxProperties,
    names: TEXT.string!,
  };
}

/** Many objects of one type have each member of any of them. */
function several(one: ObjectType, min: number): ObjectType {
  const because = 'the list may be empty';
  const properties = Object.entries(one.properties).map(([name, type]): [string, Type] => [
    name,
    min > 0 ? type : orAbsent(type, because),
  ]);
  return { ...one, properties: Object.fromEntries(properties), maxProperties: Number.POSITIVE_INFINITY };
}

function typeNames(type: Type): Type {
  const { null: none, boolean, number, string, array, object } = spelled(type);
  const kinds = { null: none, boolean, number, string, array, object };
  const names = Object.entries(kinds).flatMap(([name, kind]) => (kind ? [name] : []));
  return join(...names.map((name): Type => ({ string: { min: name.length, max: name.length, values: [name] } })));
}
