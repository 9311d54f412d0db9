/**
 * What is known of a value before there is one: a set of values, described kind by kind. A member that is left out is a
 * kind that the value never has; a type without any member has no value at all, because what would give it always fails.
 *
 * Types only ever claim too much of the world, never too little: every value that can occur belongs to its type.
 */
export interface Type {
  /** Every JSON value. The other kinds say nothing then. */
  any?: true;
  null?: true;
  boolean?: readonly boolean[];
  number?: NumberType;
  string?: StringType;
  array?: ArrayType;
  object?: ObjectType;
  /** There may be nothing: JSONata's undefined, which Step Functions takes for an error. */
  absent?: Absence;
  /** A function, which is a value only inside an expression. */
  lambda?: Lambda;
}

export interface NumberType {
  /** Inclusive; infinite where there is no bound. */
  min: number;
  max: number;
  integer: boolean;
  /** Exactly these, where they are few. */
  values?: readonly number[];
}

export interface StringType {
  /** Length in code points, as JSON Schema counts. */
  min: number;
  max: number;
  /** Exactly these, where they are few. */
  values?: readonly string[];
  /** A regular expression that every one of them matches somewhere, with the flag `u`. */
  pattern?: string;
  /** A format of JSON Schema that every one of them has. */
  format?: string;
}

export interface ArrayType {
  items: Type;
  min: number;
  max: number;
  /** The elements one by one, where the expression lists them. */
  tuple?: readonly Type[];
  /** It may have come out of a path or a filter: JSONata gives the value itself where there is only one. */
  loose?: true;
  /** It may have been handed on by a function before JSONata saw that there are less than two. */
  unsettled?: true;
  /** It may be one that a path does not take apart: a list constructor at its start or end. */
  whole?: true;
}

export interface ObjectType {
  /** Types of members. One that may be left out may be absent. */
  properties: Readonly<Record<string, Type>>;
  /** Type of every member that is not named. `NOTHING` if there is none. */
  rest: Type;
  /** How many members there may be; infinite where there is no bound. */
  maxProperties: number;
  /** What the names of unnamed members are like. */
  names: StringType;
}

export interface Absence {
  /** In words, after "because". */
  because: string;
  /** The expression has asked whether it is there, or nothing is known of it: no reason to warn. */
  quiet?: true;
}

/** Gives the type of the result for types of arguments. */
export interface Lambda {
  apply(args: readonly Type[]): Type;
}

const UNBOUNDED = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };

export const ANY_NUMBER: NumberType = { ...UNBOUNDED, integer: false };
export const ANY_STRING: StringType = { min: 0, max: Number.POSITIVE_INFINITY };

/** No value: what gives it always fails. */
export const NEVER: Type = {};
/** Every JSON value. */
export const ANY: Type = { any: true };
/** Nothing is known, not even whether there is anything. */
export const UNKNOWN: Type = { any: true, absent: { because: 'nothing is known of it', quiet: true } };
/** Always absent. */
export const NOTHING: Type = { absent: { because: 'there is no such value' } };

export const TEXT: Type = { string: ANY_STRING };
export const NUMBER: Type = { number: ANY_NUMBER };
export const INTEGER: Type = { number: { ...ANY_NUMBER, integer: true } };
export const BOOLEAN: Type = { boolean: [true, false] };
export const COUNT: Type = { number: { min: 0, max: Number.POSITIVE_INFINITY, integer: true } };

export const OPEN_OBJECT: ObjectType = {
  properties: {},
  rest: UNKNOWN,
  maxProperties: Number.POSITIVE_INFINITY,
  names: ANY_STRING,
};

/** `any` spelled out, one level deep. Other types stay as they are. */
export function spelled(type: Type): Type {
  if (!type.any) return type;
  const every: Type = { null: true, ...BOOLEAN, ...NUMBER, ...TEXT, ...arrayOf(ANY), object: OPEN_OBJECT };
  return { ...every, ...(type.absent && { absent: type.absent }) };
}

export function arrayOf(items: Type, min = 0, max = Number.POSITIVE_INFINITY): Type {
  return { array: { items, min, max } };
}

/** An object with these members and no others. */
export function objectOf(properties: Record<string, Type>): Type {
  return { object: { ...OPEN_OBJECT, properties, rest: NOTHING, maxProperties: Object.keys(properties).length } };
}

/** Type of a member of an object, which may be absent. */
export function memberOf({ properties, rest }: ObjectType, name: string): Type {
  return Object.hasOwn(properties, name) ? properties[name]! : rest;
}

/** The same without a value that is not there. */
export function present({ absent: _, ...type }: Type): Type {
  return type;
}

/** The same, or nothing. What is absent already keeps its own reason. */
export function orAbsent(type: Type, because: string, quiet: boolean | undefined = false): Type {
  return type.absent ? type : { ...type, absent: { because, ...(quiet && { quiet: true }) } };
}

/** What has been asked for may still be absent, and nobody needs to be told. */
export function quietly(type: Type): Type {
  return type.absent ? { ...type, absent: { ...type.absent, quiet: true } } : type;
}

/** Whether it has no value at all, not even an absent one. */
export const isNever = (type: Type): boolean => Object.keys(type).length === 0;
/** Whether it is absent and nothing else. */
export const isNothing = (type: Type): boolean => type.absent !== undefined && isNever(present(type));
/** Without one of its kinds. */
export function without(type: Type, kind: keyof Type): Type {
  const { [kind]: _, ...rest } = spelled(type);
  return rest;
}
