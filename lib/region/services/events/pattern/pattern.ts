/**
 * Event patterns: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * A pattern is compiled once; what it does not understand is refused then, with the path to it.
 */
import { PatternError } from './error.ts';
import { type Test, test } from './tests.ts';

export type Matches = (event: Json) => boolean;
/** A field of an event; undefined when it is not there. */
type Json = unknown;
type Members = Record<string, unknown>;

/** Reads the JSON of a pattern. Throws `InvalidEventPatternException`. */
export function pattern(text: string): Matches {
  try {
    return members(JSON.parse(text), '');
  } catch (error) {
    if (error instanceof SyntaxError) throw new PatternError('', `not JSON: ${error.message}`);
    throw error;
  }
}

function members(pattern: unknown, path: string): Matches {
  if (!isObject(pattern)) throw new PatternError(path, 'must be an object or an array');
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new PatternError(path, 'empty objects are not allowed');
  const all = entries.map(([key, value]) =>
    isAlternatives(key, value) ? either(value, path) : member(key, value, path),
  );
  return (event) => all.every((matches) => matches(event));
}

/** `$or` is a field like any other unless it holds several objects. */
function isAlternatives(key: string, value: unknown): value is unknown[] {
  return key === '$or' && Array.isArray(value) && value.length > 1 && value.every(isObject);
}

function either(alternatives: readonly unknown[], path: string): Matches {
  const any = alternatives.map((alternative, index) => members(alternative, `${path}$or[${index}].`));
  return (event) => any.some((matches) => matches(event));
}

function member(key: string, value: unknown, path: string): Matches {
  const here = `${path}${key}`;
  const matches = Array.isArray(value) ? leaf(value, here) : nested(members(value, `${here}.`));
  return (event) => matches(isObject(event) && Object.hasOwn(event, key) ? event[key] : undefined);
}

/** An array of objects matches when one of its elements does so as a whole; what is absent has no members. */
function nested(inner: Matches): Matches {
  return (value) => {
    if (!Array.isArray(value)) return inner(value);
    const elements = value.flat(Number.POSITIVE_INFINITY);
    return elements.length === 0 ? inner(undefined) : elements.some(inner);
  };
}

function leaf(alternatives: readonly unknown[], path: string): Matches {
  if (alternatives.length === 0) throw new PatternError(path, 'empty arrays are not allowed');
  const tests = alternatives.map((alternative) => test(alternative, path));
  return (value) => {
    const values = leaves(value);
    return tests.some((one) => holds(one, values));
  };
}

function holds(test: Test, values: readonly unknown[]): boolean {
  if (test.kind === 'absent') return values.length === 0;
  return values.some(test.matches);
}

/** The values of a field: elements of arrays count each; objects are not leaves. */
function leaves(value: unknown): readonly unknown[] {
  const values = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
  return values.filter((each) => each !== undefined && !isObject(each));
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
