/** One page of Query or Scan. */
import type { Region } from '../../service.ts';
import { consumed, readUnits } from './capacity.ts';
import { invalid, invalidParameter } from './errors.ts';
import { type Condition, holds } from './expression/condition.ts';
import type { Path } from './expression/path.ts';
import { project } from './expression/projection.ts';
import { type Extent, rows } from './rows.ts';
import type { Read } from './shapes.ts';
import { itemSize, largestPage } from './size.ts';
import { type Index, keyNames, keyOf, type Table } from './table.ts';
import { type Item, readItem, typeOf } from './value.ts';
import { type View, viewOf } from './view.ts';

export interface Reading {
  input: Read;
  extent: Extent;
  filter: Condition | undefined;
  paths: Path[] | undefined;
}

/** Reads until `Limit` items or 1 MB have been looked at. */
export function readPage({ store }: Region, { input, extent, filter, paths }: Reading) {
  const view = viewOf(extent, input, paths);
  const found: Item[] = [];
  let [scanned, bytes] = [0, 0];
  let last: Item | undefined;
  for (const item of rows(store.db, extent)) {
    const seen = view.seen(item);
    scanned += 1;
    bytes += itemSize(seen);
    if (!filter || holds(filter, seen)) found.push(shown(view, seen, paths));
    if (scanned !== input.Limit && bytes < largestPage) continue;
    last = item;
    break;
  }
  return {
    ...(input.Select === 'COUNT' ? {} : { Items: found }),
    Count: found.length,
    ScannedCount: scanned,
    ...(last ? { LastEvaluatedKey: pageKey(last, extent) } : {}),
    ...consumed(input.ReturnConsumedCapacity, extent.table.name, readUnits(bytes, input.ConsistentRead)),
  };
}

function shown(view: View, seen: Item, paths: Path[] | undefined): Item {
  return paths ? project(seen, paths) : view.shown(seen);
}

function pageKey(item: Item, { table, index }: Extent): Item {
  return { ...keyOf(item, table.keys), ...(index ? keyOf(item, index.keys) : {}) };
}

/** ExclusiveStartKey, checked; undefined when the request has none. */
export function startKey(input: Read, table: Table, index: Index | undefined): Item | undefined {
  if (input.ExclusiveStartKey === undefined || input.ExclusiveStartKey === null) return undefined;
  const key = readItem(input.ExclusiveStartKey);
  const names = new Set([...keyNames(table.keys), ...(index ? keyNames(index.keys) : [])]);
  const fits = Object.keys(key).length === names.size && [...names].every((name) => name in key);
  if (!fits) throw invalid('The provided starting key is invalid');
  const wrong = [...names].some((name) => typeOf(key[name]!) !== table.types[name]);
  if (wrong) throw invalid('The provided starting key is invalid: The provided key element does not match the schema');
  return key;
}

/** The index a request names. Throws ValidationException when there is none, or none that can be read consistently. */
export function indexOf(input: Read, table: Table): Index | undefined {
  if (input.IndexName === undefined) return undefined;
  const index = table.indexes.find((one) => one.name === input.IndexName);
  if (!index) throw invalid(`The table does not have the specified index: ${input.IndexName}`);
  if (input.ConsistentRead && index.kind === 'global') {
    throw invalid('Consistent reads are not supported on global secondary indexes');
  }
  return index;
}

export function checkSelect({ Select, ProjectionExpression }: Read, index: Index | undefined): void {
  if (ProjectionExpression !== undefined && Select && Select !== 'SPECIFIC_ATTRIBUTES') {
    const what = Select === 'COUNT' ? 'only the Count' : Select;
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${what}`);
  }
  if (ProjectionExpression === undefined && Select === 'SPECIFIC_ATTRIBUTES') {
    throw invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
  }
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && !index) {
    throw invalidParameter('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
}
