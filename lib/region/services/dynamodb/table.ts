/** What a table is, as the region keeps it, and what follows from it. */
import { invalid, invalidParameter } from './errors.ts';
import { type KeyType, orderedBytes, partitionBytes } from './key.ts';
import { type Item, typeOf } from './value.ts';

export interface KeySchema {
  hash: string;
  range?: string | undefined;
}

export interface Index {
  name: string;
  kind: 'global' | 'local';
  keys: KeySchema;
  projection: { type: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; attributes?: string[] | undefined };
  /** Settings that DescribeTable repeats and the region does not act on. */
  settings?: Record<string, unknown>;
}

export type StreamView = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

export interface Table {
  /** Of this table for ever: another table of the same name has another. */
  id: string;
  name: string;
  arn: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  keys: KeySchema;
  types: Record<string, KeyType>;
  indexes: Index[];
  billing: 'PAY_PER_REQUEST' | 'PROVISIONED';
  stream?: { arn: string; label: string; view: StreamView } | undefined;
  /** Name of the attribute that holds the second at which an item expires. */
  ttl?: string | undefined;
  deletionProtected: boolean;
  pointInTimeRecovery: boolean;
  tags: { Key: string; Value: string }[];
  /** Settings that DescribeTable repeats and the region does not act on. */
  settings: Record<string, unknown>;
}

/** An item's place: its key in bytes whose order is the key's order. A table without a sort key has an empty range. */
export interface Place {
  hash: Buffer;
  range: Buffer;
}

const empty = Buffer.alloc(0);

export function placeOf(item: Item, keys: KeySchema): Place {
  const range = keys.range ? orderedBytes(item[keys.range]!) : empty;
  return { hash: partitionBytes(item[keys.hash]!), range };
}

export function keyNames(keys: KeySchema): string[] {
  return keys.range ? [keys.hash, keys.range] : [keys.hash];
}

/** The key attributes of an item. */
export function keyOf(item: Item, keys: KeySchema): Item {
  const key: Item = Object.create(null);
  for (const name of keyNames(keys)) key[name] = item[name]!;
  return key;
}

/** Whether the item stands in the index: it has all of the index's keys, each of its type. */
export function isIn(table: Table, index: Index, item: Item): boolean {
  return keyNames(index.keys).every((name) => {
    const value = item[name];
    return value !== undefined && typeOf(value) === table.types[name] && orderedBytes(value).length > 0;
  });
}

/** Checks the keys of an item to be stored: present, of their type, not empty, not too long. */
export function checkKeys(table: Table, item: Item): void {
  for (const name of keyNames(table.keys)) {
    if (!item[name]) throw invalidParameter(`Missing the key ${name} in the item`);
    checkKey(table, name, item);
  }
  for (const index of table.indexes) checkIndexKeys(table, index, item);
}

function checkKey(table: Table, name: string, item: Item): void {
  const [expected, actual] = [table.types[name]!, typeOf(item[name]!)];
  if (expected !== actual)
    throw invalidParameter(`Type mismatch for key ${name} expected: ${expected} actual: ${actual}`);
  checkLength(table, name, item);
}

function checkLength(table: Table, name: string, item: Item): void {
  const { length } = orderedBytes(item[name]!);
  if (length === 0) throw emptyKey(table.types[name]!, name);
  if (name === table.keys.hash && length > 2048) throw tooLong('hashkey', 2048);
  if (name === table.keys.range && length > 1024) throw tooLong('rangekey', 1024);
}

function emptyKey(type: KeyType, name: string) {
  const held = type === 'B' ? 'empty binary' : 'empty string';
  return invalid(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an ${held} value. Key: ${name}`,
  );
}

function tooLong(which: string, limit: number) {
  return invalidParameter(`Size of ${which} has exceeded the maximum size limit of ${limit} bytes`);
}

function checkIndexKeys(table: Table, index: Index, item: Item): void {
  for (const name of keyNames(index.keys)) {
    const value = item[name];
    const expected = table.types[name]!;
    if (!value) continue;
    if (typeOf(value) !== expected) {
      const shown = `Expected: ${expected} Actual: ${typeOf(value)} IndexName: ${index.name}`;
      throw invalidParameter(`Type mismatch for Index Key ${name} ${shown}`);
    }
    if (orderedBytes(value).length === 0) {
      const held = expected === 'B' ? 'empty binary' : 'empty string';
      const rule = `A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an ${held} value`;
      throw invalid(`One or more parameter values are not valid. ${rule}. IndexName: ${index.name}, IndexKey: ${name}`);
    }
  }
}

/** Checks a `Key` parameter: exactly the key attributes, each of its type. */
export function checkKeyParameter(table: Table, key: Item): void {
  const names = keyNames(table.keys);
  const fits = Object.keys(key).length === names.length && names.every((name) => name in key);
  const typed = fits && names.every((name) => typeOf(key[name]!) === table.types[name]);
  if (!typed) throw invalid('The provided key element does not match the schema');
  for (const name of names) checkLength(table, name, key);
}
