import type { Json } from './types.ts';

const WIDTH = 120;

/** JSON for people: two spaces, and on one line whatever fits on one. Ends with a line break. */
export function print(value: unknown): string {
  return `${lines(value as Json, 0, 0)}\n`;
}

function lines(value: Json, indent: number, used: number): string {
  const flat = inline(value);
  if (typeof value !== 'object' || value === null || indent + used + flat.length < WIDTH) return flat;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const pad = ' '.repeat(indent + 2);
  if (Array.isArray(value) && value.every(isScalar))
    return `${open}\n${filled(value, indent + 2)}\n${' '.repeat(indent)}${close}`;
  const items = Array.isArray(value)
    ? value.map((item) => pad + lines(item, indent + 2, 0))
    : Object.entries(value).map(
        ([key, item]) => `${pad}${JSON.stringify(key)}: ${lines(item, indent + 2, key.length + 4)}`,
      );
  return `${open}\n${items.join(',\n')}\n${' '.repeat(indent)}${close}`;
}

/** Scalars side by side, as many as a line takes. */
function filled(values: Json[], indent: number): string {
  const rows: string[] = [];
  for (const text of values.map((value, index) => JSON.stringify(value) + (index < values.length - 1 ? ',' : ''))) {
    const last = rows.at(-1);
    if (last !== undefined && indent + last.length + 1 + text.length < WIDTH) rows[rows.length - 1] = `${last} ${text}`;
    else rows.push(text);
  }
  return rows.map((row) => ' '.repeat(indent) + row).join('\n');
}

const isScalar = (value: Json) => typeof value !== 'object' || value === null;

function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
