import { flatten, isRecord, join, memberOf, oneLine, PREFIX, rowsOf, textOf } from './flatten.ts';
import type { Group, Leaf, List, Node } from './model.ts';

/** Rows that a list may have: far more than an invoice, far fewer than would hurt. */
const MAX_ROWS = 1000;

/**
 * What a form says, in the shape of its schema: the inverse of `flatten`. `base` is what was shown: an input that was not
 * sent or not changed leaves its value as it was, to the letter. An emptied input becomes null where that is allowed, and
 * absent otherwise; a row that was emptied is taken out. Whether the result is valid is for the schema to say.
 */
export const unflatten = (node: Node, input: ReadonlyMap<string, string>, base: unknown): unknown =>
  read(node, input, base, '');

/** Names in a form that no input of it has: a form that says more than the page asked is not taken. */
export function unknownNames(node: Node, input: ReadonlyMap<string, string>): string[] {
  return [...input.keys()].filter(
    (name) => name.startsWith(PREFIX) && !isKnown(node, name.slice(PREFIX.length).split('.')),
  );
}

function isKnown(node: Node, [part, ...rest]: readonly string[]): boolean {
  if (node.kind === 'fixed') return false;
  if (node.kind === 'leaf') return part === undefined;
  if (part === undefined) return false;
  if (node.kind === 'list')
    return /^(0|[1-9]\d{0,3})$/.test(part) && Number(part) < MAX_ROWS && isKnown(node.item, rest);
  const member = Object.hasOwn(node.members, part) ? node.members[part] : undefined;
  return member !== undefined && isKnown(member, rest);
}

function read(node: Node, input: ReadonlyMap<string, string>, base: unknown, path: string): unknown {
  if (node.kind === 'fixed') return base;
  if (node.kind === 'leaf') return readLeaf(node, input.get(PREFIX + path), base);
  return node.kind === 'list' ? readList(node, input, base, path) : readGroup(node, input, base, path);
}

function readLeaf(leaf: Leaf, sent: string | undefined, base: unknown): unknown {
  if (sent === undefined || oneLine(sent) === textOf(base)) return unchanged(leaf, base);
  const text = oneLine(sent);
  if (text === '') return leaf.nullable ? null : undefined;
  if (leaf.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return leaf.type === 'string' || !isNumber(text) ? text : Number(text);
}

/** A new required field that nobody has filled in is null where it may be. */
const unchanged = ({ required, nullable }: Leaf, base: unknown): unknown =>
  base === undefined && required && nullable ? null : base;

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text) && Number.isFinite(Number(text));

function readGroup(group: Group, input: ReadonlyMap<string, string>, base: unknown, path: string): unknown {
  const result: Record<string, unknown> = isRecord(base) ? { ...base } : {};
  for (const [name, member] of Object.entries(group.members)) {
    const value = read(member, input, memberOf(base, name), join(path, name));
    if (value === undefined) delete result[name];
    else define(result, name, value);
  }
  const isNew = !isRecord(base);
  return isNew && !group.required && Object.values(result).every((value) => value === null) ? base : result;
}

/** Also for a member that is called `__proto__`. */
const define = (target: object, name: string, value: unknown) =>
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });

function readList(list: List, input: ReadonlyMap<string, string>, base: unknown, path: string): unknown {
  const before = rowsOf(base);
  const count = Math.max(before.length, ...indexesOf(input, path).map((index) => index + 1));
  const rows: unknown[] = [];
  for (let i = 0; i < count; i += 1) {
    const at = join(path, String(i));
    if (isEmptied(list.item, input, before[i], at)) continue;
    rows.push(read(list.item, input, before[i], at));
  }
  return rows.length === 0 && !Array.isArray(base) && !list.required ? base : rows;
}

/** A row in which nothing stands, and which was not like that when it was shown. */
function isEmptied(item: Node, input: ReadonlyMap<string, string>, base: unknown, path: string): boolean {
  const shown = flatten(item, base, path);
  const now = [...shown].map(([name, text]) => oneLine(input.get(name) ?? text));
  const hadText = base === undefined || [...shown.values()].some((text) => text !== '');
  return hadText && now.every((text) => text === '');
}

function indexesOf(input: ReadonlyMap<string, string>, path: string): number[] {
  const start = `${PREFIX}${path}.`;
  const names = [...input.keys()].filter((name) => name.startsWith(start));
  return names.map((name) => Number(name.slice(start.length).split('.')[0])).filter((i) => i < MAX_ROWS);
}
