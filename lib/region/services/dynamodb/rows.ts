/** The rows of a table or an index in the order of their keys, from a start key on. */
import type { DatabaseSync } from 'node:sqlite';
import { partitionBytes } from './key.ts';
import type { KeyCondition, Range } from './key-condition.ts';
import { type Index, placeOf, type Table } from './table.ts';
import { parseItem } from './text.ts';
import type { Item } from './value.ts';

type Bound = Buffer | string;

/** Where to read: one partition with a range of its sort key, or everything, or a segment of everything. */
export interface Extent {
  table: Table;
  index?: Index | undefined;
  within?: KeyCondition | undefined;
  segment?: { number: number; of: number } | undefined;
  /** The item after which to go on: its keys in the table and the index. */
  after?: Item | undefined;
  descending?: boolean | undefined;
}

/** Reads row by row, so that a page does not cost more than itself. */
export function* rows(db: DatabaseSync, extent: Extent): Generator<Item> {
  const { where, bounds } = selection(extent);
  const direction = extent.descending ? 'DESC' : 'ASC';
  const order = orderOf(extent).map((column) => `${column} ${direction}`);
  const sql = `SELECT item FROM ${source(extent)} WHERE ${where.join(' AND ')} ORDER BY ${order.join(', ')}`;
  for (const row of db.prepare(sql).iterate(...bounds)) yield parseItem(String(row.item));
}

const join =
  'dynamodb_index k JOIN dynamodb_items i ON i.tbl = k.tbl AND i.hash = k.item_hash AND i.range = k.item_range';

function source({ index }: Extent): string {
  return index ? join : 'dynamodb_items k';
}

function orderOf({ index, within }: Extent): string[] {
  const columns = index ? ['k.hash', 'k.range', 'k.item_hash', 'k.item_range'] : ['k.hash', 'k.range'];
  return within ? columns.slice(1) : columns;
}

function selection(extent: Extent): { where: string[]; bounds: Bound[] } {
  const { table, index, within, segment, after, descending } = extent;
  const terms: [string, ...Bound[]][] = [['k.tbl = ?', table.id]];
  if (index) terms.push(['k.name = ?', index.name]);
  if (within) terms.push(['k.hash = ?', partitionBytes(within.hash)], ...rangeTerms(within.range));
  if (segment) terms.push(...segmentTerms(segment));
  if (after) {
    const columns = orderOf(extent);
    const marks = columns.map(() => '?').join(', ');
    const start = startOf(after, table, index).slice(within ? 1 : 0);
    terms.push([`(${columns.join(', ')}) ${descending ? '<' : '>'} (${marks})`, ...start]);
  }
  return { where: terms.map(([term]) => term), bounds: terms.flatMap(([, ...values]) => values) };
}

function startOf(after: Item, table: Table, index: Index | undefined): Buffer[] {
  const base = placeOf(after, table.keys);
  if (!index) return [base.hash, base.range];
  const at = placeOf(after, index.keys);
  return [at.hash, at.range, base.hash, base.range];
}

function rangeTerms({ low, fromLow, high, toHigh }: Range): [string, Buffer][] {
  const terms: [string, Buffer][] = [];
  if (low) terms.push([`k.range ${fromLow ? '>=' : '>'} ?`, low]);
  if (high) terms.push([`k.range ${toHigh ? '<=' : '<'} ?`, high]);
  return terms;
}

/** Partition keys begin with two bytes of a digest, so a segment is a range of these. */
function segmentTerms({ number, of }: { number: number; of: number }): [string, Buffer][] {
  const [from, to] = [number, number + 1].map((part) => Math.ceil((part * 65_536) / of));
  const terms: [string, Buffer][] = [['k.hash >= ?', twoBytes(from!)]];
  return to! < 65_536 ? [...terms, ['k.hash < ?', twoBytes(to!)]] : terms;
}

function twoBytes(number: number): Buffer {
  return number > 65_535 ? beyondAllKeys : Buffer.from([number >> 8, number & 255]);
}

const beyondAllKeys = Buffer.alloc(4096, 0xff);
