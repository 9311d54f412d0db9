/** Items as text: how they stand in the store and on the wire, with binary as base64. */
import type { AttributeValue, Item } from './value.ts';
import { base64 } from './value.ts';

export function writeItem(item: Item): string {
  return JSON.stringify(item, (_, held) => (ArrayBuffer.isView(held) ? base64(held as Uint8Array) : held));
}

/** Whether two items hold the same attributes. */
export function sameItem(left: Item, right: Item): boolean {
  return sameValue({ M: left }, { M: right });
}

/** The opposite of `writeItem`. */
export function parseItem(text: string): Item {
  return withBytes(JSON.parse(text)) as Item;
}

/**
 * Turns base64 into bytes wherever an attribute value may stand in a request or a stored item. An object whose `B` is
 * text can only be a binary value: names of attributes and placeholders are followed by objects, or begin with `#`.
 */
export function withBytes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBytes);
  if (typeof value !== 'object' || value === null) return value;
  const held: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(value)) held[name] = memberWithBytes(name, member);
  return held;
}

function memberWithBytes(name: string, member: unknown): unknown {
  if (name === 'B' && typeof member === 'string') return fromBase64(member);
  if (name === 'BS' && isTextList(member)) return member.map(fromBase64);
  return withBytes(member);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

/** Two values are the same value; sets are compared without order. */
export function sameValue(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (!left || !right) return false;
  if ('S' in left && 'S' in right) return left.S === right.S;
  return canonical(left) === canonical(right);
}

function canonical(value: AttributeValue): string {
  return JSON.stringify(value, (name, held) => {
    if (ArrayBuffer.isView(held)) return base64(held as Uint8Array);
    if (Array.isArray(held)) return setOrder(name, held);
    return held && typeof held === 'object' ? sortedByName(held) : held;
  });
}

function setOrder(name: string, members: unknown[]): unknown[] {
  if (name === 'BS') return (members as Uint8Array[]).map(base64).sort(inOrder);
  return name === 'SS' || name === 'NS' ? [...(members as string[])].sort(inOrder) : members;
}

function sortedByName(held: Record<string, unknown>): Record<string, unknown> {
  const sorted: Record<string, unknown> = Object.create(null);
  for (const name of Object.keys(held).sort(inOrder)) sorted[name] = held[name];
  return sorted;
}

/** Any order does that is always the same. */
function inOrder(left: string, right: string): number {
  return left < right ? -1 : 1;
}
