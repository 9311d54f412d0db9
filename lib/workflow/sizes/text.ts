import { extentOf, jsonBytes } from '../types/pattern.ts';
import type { StringType } from '../types/type.ts';

/** A control character takes six bytes: `\u001f`. So does half of a pair. Everything else takes at most four. */
const WORST = 6;

interface Format {
  /** Longest text of the format, in characters. */
  max: number;
  /** Most bytes of one of its characters. */
  each: number;
  /** Bytes on top of that, for all of them together. */
  more?: number;
}

const far = Number.POSITIVE_INFINITY;

/**
 * Formats as `ajv-formats` checks them, which is what a run holds values against. Those that may go on for ever, such as the
 * fraction of a second in a `date-time`, still say what their characters take.
 */
const FORMATS: Readonly<Record<string, Format>> = {
  date: { max: 10, each: 1 },
  time: { max: far, each: 1 },
  // Any white space may separate date and time, even one that needs an escape.
  'date-time': { max: far, each: 1, more: WORST - 1 },
  duration: { max: far, each: 1 },
  email: { max: far, each: 1 },
  hostname: { max: 254, each: 1 },
  ipv4: { max: 15, each: 1 },
  ipv6: { max: 45, each: 1 },
  // With `urn:uuid:` in front.
  uuid: { max: 45, each: 1 },
  uri: { max: far, each: 2 },
  'uri-reference': { max: far, each: 2 },
};

/** Bytes of a text as JSON, with its quotes. */
export function textBytes({ values, min, max, pattern, format }: StringType): { min: number; max: number } {
  const sizes = values?.map((value) => jsonBytes(value) + 2);
  if (sizes) return { min: Math.min(...sizes), max: Math.max(...sizes) };
  const extent = pattern === undefined ? undefined : extentOf(pattern);
  const known = format !== undefined && Object.hasOwn(FORMATS, format) ? FORMATS[format]! : { max: far, each: WORST };
  const { more = 0 } = known as Format;
  const length = Math.min(max, known.max, extent?.max ?? far);
  const each = Math.min(known.each, extent?.each ?? WORST);
  const most = Math.min(length === 0 ? 0 : length * each + more, extent?.bytes ?? far);
  return { min: min + 2, max: most + 2 };
}
