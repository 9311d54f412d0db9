import {
  type Absence,
  ANY,
  type ArrayType,
  isNever,
  memberOf,
  type NumberType,
  type ObjectType,
  type StringType,
  type Type,
} from './type.ts';

/** Values beyond this many are described by what they have in common. */
export const MOST_VALUES = 64;

/** The type of what is of one of the types: their union, or a little more. */
export function join(...types: readonly Type[]): Type {
  return types.reduce(both, {});
}

function both(a: Type, b: Type): Type {
  if (isNever(a) || a === b) return b;
  if (isNever(b)) return a;
  const absent = either(a.absent, b.absent, joinAbsences);
  // A function beside something else is called by nobody who checks.
  const lambda = a.lambda || b.lambda ? { lambda: { apply: () => ({ ...ANY, absent: UNSURE }) } } : {};
  if (a.any || b.any) return { ...ANY, ...(absent && { absent }), ...lambda };
  return defined({
    null: a.null ?? b.null,
    boolean: either(a.boolean, b.boolean, (x, y) => [...new Set([...x, ...y])]),
    number: either(a.number, b.number, joinNumbers),
    string: either(a.string, b.string, joinStrings),
    array: either(a.array, b.array, joinArrays),
    object: either(a.object, b.object, joinObjects),
    absent,
    ...lambda,
  });
}

const UNSURE: Absence = { because: 'nothing is known of it', quiet: true };

const either = <T>(a: T | undefined, b: T | undefined, combine: (a: T, b: T) => T): T | undefined =>
  a === undefined ? b : b === undefined ? a : combine(a, b);

/** Without the members that are undefined: a member that is there is a kind. */
export function defined(type: { [kind in keyof Type]: Type[kind] | undefined }): Type {
  return Object.fromEntries(Object.entries(type).filter(([, value]) => value !== undefined));
}

const joinAbsences = (a: Absence, b: Absence): Absence => (a.quiet ? b : a);

function joinNumbers(a: NumberType, b: NumberType): NumberType {
  const values = joinValues(a.values, b.values);
  const range = { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max), integer: a.integer && b.integer };
  return { ...range, ...(values && { values }) };
}

export function joinStrings(a: StringType, b: StringType): StringType {
  const values = joinValues(a.values, b.values);
  return {
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    ...(values && { values }),
    ...(a.pattern !== undefined && a.pattern === b.pattern && { pattern: a.pattern }),
    ...(a.format !== undefined && a.format === b.format && { format: a.format }),
  };
}

function joinValues<T>(a: readonly T[] | undefined, b: readonly T[] | undefined): readonly T[] | undefined {
  const values = a && b && [...new Set([...a, ...b])];
  return values && values.length <= MOST_VALUES ? values : undefined;
}

function joinArrays(a: ArrayType, b: ArrayType): ArrayType {
  return {
    items: join(a.items, b.items),
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    ...((a.loose || b.loose) && { loose: true }),
    ...((a.unsettled || b.unsettled) && { unsettled: true }),
    ...((a.whole || b.whole) && { whole: true }),
  };
}

function joinObjects(a: ObjectType, b: ObjectType): ObjectType {
  const names = new Set([...Object.keys(a.properties), ...Object.keys(b.properties)]);
  return {
    properties: Object.fromEntries([...names].map((name) => [name, join(memberOf(a, name), memberOf(b, name))])),
    rest: join(a.rest, b.rest),
    maxProperties: Math.max(a.maxProperties, b.maxProperties),
    names: joinStrings(a.names, b.names),
  };
}
