/** Document paths: `a.b[0].c`, as `['a', 'b', 0, 'c']`. */
import { type AttributeValue, content, type Item } from '../value.ts';
import type { Cursor } from './cursor.ts';
import type { Placeholders } from './placeholders.ts';
import { reservedWords } from './reserved.ts';

export type Path = readonly [string, ...(string | number)[]];

export function parsePath(cursor: Cursor, placeholders: Placeholders): Path {
  const path: [string, ...(string | number)[]] = [parseName(cursor, placeholders)];
  for (;;) {
    if (cursor.takeIf('.')) path.push(parseName(cursor, placeholders));
    else if (cursor.takeIf('[')) path.push(parseIndex(cursor));
    else return path;
  }
}

function parseName(cursor: Cursor, placeholders: Placeholders): string {
  const { kind, text } = cursor.peek();
  if (kind !== 'name' && kind !== '#name') throw cursor.unexpected();
  cursor.take();
  return kind === 'name' ? plainName(cursor, text) : definedName(cursor, placeholders, text);
}

function plainName(cursor: Cursor, text: string): string {
  if (!reservedWords.has(text.toUpperCase())) return text;
  throw cursor.error(`Attribute name is a reserved keyword; reserved keyword: ${text}`);
}

function definedName(cursor: Cursor, placeholders: Placeholders, key: string): string {
  const name = placeholders.name(key);
  if (name !== undefined) return name;
  const problem = 'An expression attribute name used in the document path is not defined';
  throw cursor.error(`${problem}; attribute name: ${key}`);
}

function parseIndex(cursor: Cursor): number {
  if (cursor.peek().kind !== 'number') throw cursor.unexpected();
  const index = Number(cursor.take().text);
  cursor.expect(']');
  return index;
}

/** The value at the path, or undefined. */
export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  const [first, ...rest] = path;
  let value: AttributeValue | undefined = item[first];
  for (const step of rest) value = value && child(value, step);
  return value;
}

function child(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return (content(value, 'L') as AttributeValue[] | undefined)?.[step];
  return (content(value, 'M') as Item | undefined)?.[step];
}

/** As AWS writes a path in its errors. */
export function pathText(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

/** Refuses paths of which one holds another, or that take one attribute for a list and for a map. */
export function refuseOverlaps(cursor: Cursor, paths: readonly Path[]): void {
  for (const [index, two] of paths.entries()) {
    for (const one of paths.slice(0, index)) refuseOverlap(cursor, one, two);
  }
}

function refuseOverlap(cursor: Cursor, one: Path, two: Path): void {
  const length = Math.min(one.length, two.length);
  let same = 0;
  while (same < length && one[same] === two[same]) same += 1;
  const shown = `must remove or rewrite one of these paths; path one: ${pathText(one)}, path two: ${pathText(two)}`;
  if (same === length) throw cursor.error(`Two document paths overlap with each other; ${shown}`);
  if (typeof one[same] !== typeof two[same])
    throw cursor.error(`Two document paths conflict with each other; ${shown}`);
}
