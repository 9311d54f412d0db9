/** Conversion between JSON and SDK shapes: blobs are base64 on the wire, timestamps are numbers of seconds. */

/**
 * A path to members: `Payload`, `Entries[].Time`, `Item.*.B` (any key), `**.B` (at any depth).
 * Members that are absent, or of another JSON type than the conversion takes, stay as they are.
 */
export type MemberPath = string;

/** Changes in place the members at `path`. */
export function convert(value: unknown, path: MemberPath, change: (member: unknown) => unknown): unknown {
  return rewrite(value, path.replaceAll('[]', '.[]').split('.').filter(Boolean), change);
}

/** Base64 text to bytes. */
export const toBlob = (member: unknown): unknown =>
  typeof member === 'string' ? Buffer.from(member, 'base64') : member;

/** Seconds since the epoch, or ISO 8601 text, to a Date. */
export function toDate(member: unknown): unknown {
  if (typeof member === 'number') return new Date(Math.round(member * 1000));
  return typeof member === 'string' ? new Date(member) : member;
}

/** What an operation returned, as JSON: bytes as base64, dates as seconds since the epoch with milliseconds. */
export function toWire(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64');
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toWire(member)]));
}

function rewrite(value: unknown, steps: readonly string[], change: (member: unknown) => unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value === undefined || value === null ? value : change(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const members = value as Record<string, unknown>;
  if (step === '**') rewrite(members, rest, change);
  const [keys, onwards] =
    step === '**'
      ? [Object.keys(members), steps]
      : step === '*' || step === '[]'
        ? [Object.keys(members), rest]
        : [[step], rest];
  for (const key of keys) if (Object.hasOwn(members, key)) members[key] = rewrite(members[key], onwards, change);
  return value;
}
