import type { Json } from '../types.ts';
import { isObject } from '../types.ts';

/** `States.Format`: each `{}` takes the next argument; `\{`, `\}`, `\'` and `\\` stand for the character. */
export function format(template: string, values: Json[]): string {
  let used = 0;
  const filled = template.replace(/\\(['{}\\])|\{\}/g, (whole, escaped: string | undefined) =>
    escaped === undefined ? show(values[used++], whole) : escaped,
  );
  if (used !== values.length) throw new Error(`The template has ${used} places for ${values.length} arguments`);
  return filled;
}

const show = (value: Json | undefined, place: string): string => {
  if (value === undefined) return place;
  return javaText(value);
};

/** A value as Java's `toString` shows it: `{a=1, b=[x, y]}`. */
function javaText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `${name}=${javaText(member)}`)
    .join(', ')}}`;
}
