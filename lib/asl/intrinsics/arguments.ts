import type { Json } from '../types.ts';

/** Longest text that the Base64 and hash functions take. */
export const JSON_LIMIT = 10_000;

/** Checks the number of arguments and gives them back. */
export function count(values: Json[], least: number, most = least): Json[] {
  if (values.length < least || values.length > most) {
    const expected = least === most ? `${least}` : `${least} to ${most}`;
    throw new Error(`It takes ${expected} arguments and was given ${values.length}`);
  }
  return values;
}

export function text(values: Json[], index: number): string {
  const value = values[index];
  if (typeof value !== 'string') throw new Error(`Argument ${index + 1} must be a string and is ${describe(value)}`);
  return value;
}

export function array(values: Json[], index: number): Json[] {
  const value = values[index];
  if (!Array.isArray(value)) throw new Error(`Argument ${index + 1} must be an array and is ${describe(value)}`);
  return value;
}

export function boolean(values: Json[], index: number): boolean {
  const value = values[index];
  if (typeof value !== 'boolean') throw new Error(`Argument ${index + 1} must be a boolean and is ${describe(value)}`);
  return value;
}

/** A number, rounded to the nearest whole one (halves up, as Java's Math.round does). */
export function integer(values: Json[], index: number): number {
  const value = values[index];
  if (typeof value !== 'number') throw new Error(`Argument ${index + 1} must be a number and is ${describe(value)}`);
  return Math.round(value);
}

const describe = (value: Json | undefined): string => (value === undefined ? 'missing' : JSON.stringify(value));
