/** What a text that matches a pattern is made of, where the pattern covers all of it. */
export interface Extent {
  /** Code points. */
  min: number;
  max: number;
  /** At most: bytes of it as JSON text, without the quotes. */
  bytes: number;
  /** The same for one code point. */
  each: number;
}

const NONE: Extent = { min: 0, max: 0, bytes: 0, each: 0 };

/**
 * How long texts can be that match a regular expression (flag `u`, as JSON Schema has it), or undefined where that is not
 * seen: without `^` and `$` a match says nothing of the rest, and look-around and back references are not followed.
 */
export function extentOf(pattern: string): Extent | undefined {
  const rest = { text: pattern, at: 0 };
  try {
    const alternatives = readAlternatives(rest, true);
    return rest.at === pattern.length ? alternatives : undefined;
  } catch (error) {
    if (error instanceof NotFollowed) return undefined;
    throw error;
  }
}

const WITHOUT_END = Number.POSITIVE_INFINITY;

class NotFollowed extends Error {}

interface Reader {
  text: string;
  at: number;
}

function take(reader: Reader, token: RegExp): RegExpExecArray | undefined {
  const sticky = new RegExp(token.source, 'uy');
  sticky.lastIndex = reader.at;
  const found = sticky.exec(reader.text) ?? undefined;
  if (found) reader.at = sticky.lastIndex;
  return found;
}

/** At the top each alternative has to be anchored on both sides. */
function readAlternatives(reader: Reader, top: boolean): Extent {
  let all: Extent | undefined;
  do {
    const one = readAlternative(reader, top);
    all = all ? { ...larger(all, one), min: Math.min(all.min, one.min) } : one;
  } while (take(reader, /\|/));
  return all;
}

const larger = (a: Extent, b: Extent): Extent => ({
  min: Math.max(a.min, b.min),
  max: Math.max(a.max, b.max),
  bytes: Math.max(a.bytes, b.bytes),
  each: Math.max(a.each, b.each),
});

function readAlternative(reader: Reader, top: boolean): Extent {
  if (top && !take(reader, /\^/)) throw new NotFollowed();
  let sum = NONE;
  while (reader.at < reader.text.length && !/[|)$]/.test(reader.text[reader.at]!)) {
    const one = repeated(readAtom(reader), reader);
    const each = Math.max(sum.each, one.each);
    sum = { min: sum.min + one.min, max: sum.max + one.max, bytes: sum.bytes + one.bytes, each };
  }
  if (top && !take(reader, /\$/)) throw new NotFollowed();
  return sum;
}

function repeated(one: Extent, reader: Reader): Extent {
  const found = take(reader, /(?:\?|\*|\+|\{(\d+)(,(\d*))?\})\??/);
  if (!found) return one;
  const [text, low, comma, high] = found;
  const least = low !== undefined ? Number(low) : text.startsWith('+') ? 1 : 0;
  const most =
    low === undefined ? (text.startsWith('?') ? 1 : WITHOUT_END) : comma ? Number(high || WITHOUT_END) : least;
  return { min: one.min * least, max: times(one.max, most), bytes: times(one.bytes, most), each: one.each };
}

const times = (a: number, b: number) => (a === 0 || b === 0 ? 0 : a * b);

const character = (bytes: number): Extent => ({ min: 1, max: 1, bytes, each: bytes });

function readAtom(reader: Reader): Extent {
  if (take(reader, /\((?:\?:|\?<[A-Za-z]\w*>)?(?!\?)/)) {
    const inside = readAlternatives(reader, false);
    if (!take(reader, /\)/)) throw new NotFollowed();
    return inside;
  }
  if (take(reader, /\[/)) return character(readClass(reader));
  if (take(reader, /\./)) return character(WORST);
  return character(jsonBytes(readCharacter(reader, /[^\\^$.*+?()[\]{}|]/u)));
}

/** A control character, or half of a pair: `\u001f`. */
const WORST = 6;
/** Stands for a class of characters that may hold one of the worst. */
const ANY_CHARACTER = '\u0000';

function readClass(reader: Reader): number {
  const negated = take(reader, /\^/);
  let bytes = negated ? WORST : 0;
  while (!take(reader, /\]/)) {
    const from = readCharacter(reader, /[^\\\]]/u);
    const to = take(reader, /-(?!\])/) ? readCharacter(reader, /[^\\\]]/u) : from;
    bytes = Math.max(bytes, rangeBytes(from.codePointAt(0)!, to.codePointAt(0)!));
  }
  return bytes;
}

function rangeBytes(from: number, to: number): number {
  if (from < 0x20 || to > 0x7e) return from === to ? jsonBytes(String.fromCodePoint(from)) : WORST;
  let bytes = 0;
  for (let code = from; code <= to; code++) bytes = Math.max(bytes, jsonBytes(String.fromCodePoint(code)));
  return bytes;
}

/** One character, or one that is as long as any of its class. */
function readCharacter(reader: Reader, plain: RegExp): string {
  if (take(reader, /\\[dw]/)) return '0';
  if (take(reader, /\\[sSDW]|\\[pP]\{[^}]*\}/)) return ANY_CHARACTER;
  const found = take(reader, /\\([^\w\s])/u)?.[1] ?? take(reader, plain)?.[0];
  if (found === undefined) throw new NotFollowed();
  return found;
}

/** Bytes of a text in UTF-8 as JSON.stringify writes it, without the quotes. */
export const jsonBytes = (text: string): number => utf8.encode(JSON.stringify(text)).length - 2;

const utf8 = new TextEncoder();
