import { daysOf, FIRST_DAY, LAST_DAY } from './dates.ts';
import type { InputType } from './schema.ts';
import type { Scalar } from './unary-test.ts';

/** A value as tests compare it, or why the input cannot be that. */
export type ReadValue = { value: Scalar; problem?: undefined } | { problem: string };

/** Holds a value of a run against the domain of its input. What is absent is null. */
export function readValue(type: InputType, given: unknown): ReadValue {
  if (given === null || given === undefined)
    return type.nullable ? { value: null } : { problem: 'is null or absent, and the input is not nullable' };
  const value = scalarOf(type, given);
  if (value === undefined) return { problem: `is ${JSON.stringify(given)}, not ${NOUNS[type.type]}` };
  const problem = outside(type, value);
  return problem ? { problem: `is ${JSON.stringify(given)}, ${problem}` } : { value };
}

const NOUNS = {
  integer: 'an integer',
  number: 'a number',
  string: 'a string',
  boolean: 'true or false',
  date: 'a date such as 2026-01-31',
};

function scalarOf({ type }: InputType, given: unknown): Scalar | undefined {
  if (type === 'integer') return Number.isSafeInteger(given) ? (given as number) : undefined;
  if (type === 'number') return Number.isFinite(given) ? (given as number) : undefined;
  if (type === 'date') return typeof given === 'string' ? daysOf(given) : undefined;
  return typeof given === type ? (given as string | boolean) : undefined;
}

function outside(type: InputType, value: Scalar): string | undefined {
  if ('enum' in type && type.enum && !(type.enum as Scalar[]).includes(value))
    return `not one of ${type.enum.join(', ')}`;
  const { low, high } = boundsOf(type);
  if (typeof value !== 'number' || (value >= low && value <= high)) return undefined;
  const { minimum, maximum } = type as { minimum?: number | string; maximum?: number | string };
  return value < low ? `below the minimum ${minimum}` : `above the maximum ${maximum}`;
}

/** The ends of the domain of an input, both included; infinite where a number has none. */
export function boundsOf(type: InputType): { low: number; high: number } {
  const bound = (of: 'minimum' | 'maximum', none: number) => {
    const given = (type as { minimum?: number | string; maximum?: number | string })[of];
    return typeof given === 'string' ? daysOf(given)! : (given ?? none);
  };
  const isDate = type.type === 'date';
  return {
    low: bound('minimum', isDate ? FIRST_DAY : -Infinity),
    high: bound('maximum', isDate ? LAST_DAY : Infinity),
  };
}
