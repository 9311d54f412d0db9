import type { Json } from './types.ts';

/** Most often the same value is wanted again at once: as an output, for its size, and as the next input. */
let last: { value: Json; text: string } | undefined;

/** A value as JSON text. Values are never changed once they are made. */
export function textOf(value: Json): string {
  if (last && last.value === value && typeof value === 'object') return last.text;
  last = { value, text: JSON.stringify(value) };
  return last.text;
}

/** Bytes of UTF-8 JSON. */
export const sizeOf = (value: Json): number => Buffer.byteLength(textOf(value));
