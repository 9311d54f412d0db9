import type { Json } from '../types.ts';

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
  return typeof value === 'string' ? value : JSON.stringify(value);
};
