/** BatchGetItem and BatchWriteItem: several items, each for itself. */

import type { Call, Operation } from '../../service.ts';
import { operation } from '../../shape.ts';
import { consumedByTable, readUnits, writeUnits } from './capacity.ts';
import { type Data, leadingKeys, tableFor } from './data.ts';
import { invalid, invalidParameter } from './errors.ts';
import { projectionOf } from './read-one.ts';
import * as shapes from './shapes.ts';
import { itemSize } from './size.ts';
import { checkKeyParameter, checkKeys, keyOf, type Table } from './table.ts';
import { writeItem } from './text.ts';
import { type Item, readItem } from './value.ts';

const largestBatch = 16 * 1024 * 1024;

/** One item of a batch, to be put when `after` is given and else to be deleted. */
interface Change {
  table: Table;
  key: Item;
  after: Item | undefined;
}

export function batchOperations(data: Data): Record<string, Operation> {
  return {
    ...operation('BatchGetItem', shapes.batchGet, (input, call) => {
      const requests = Object.entries(input.RequestItems);
      const number = requests.reduce((sum, [, { Keys }]) => sum + Keys.length, 0);
      if (number > 100) throw invalid('Too many items requested for the BatchGetItem call');
      const answers = requests.map(([name, request]) => getSome(data, call, name, request));
      const units = answers.map(({ table, bytes }, at) => {
        const consistent = requests[at]![1].ConsistentRead;
        return [table.name, bytes.reduce((sum, size) => sum + readUnits(size, consistent), 0)] as const;
      });
      return {
        Responses: Object.fromEntries(answers.map(({ items }, at) => [requests[at]![0], items])),
        UnprocessedKeys: unprocessed(input.RequestItems, answers),
        ...consumedByTable(input.ReturnConsumedCapacity, new Map(units)),
      };
    }),
    ...operation('BatchWriteItem', shapes.batchWrite, (input, call) => {
      const changes = Object.entries(input.RequestItems).flatMap(([name, requests]) =>
        requests.map((request) => planOne(data, call, name, request)),
      );
      if (changes.length === 0 || changes.length > 25) throw invalid(batchSize);
      refuseDuplicates(changes);
      const units = new Map<string, number>();
      data.region.store.transaction(() => {
        for (const { table, key, after } of changes) {
          const before = data.items.get(table, key);
          data.items.change(table, before, after);
          units.set(table.name, (units.get(table.name) ?? 0) + writeUnits(before, after));
        }
      });
      return { UnprocessedItems: {}, ...consumedByTable(input.ReturnConsumedCapacity, units) };
    }),
  };
}

const batchSize =
  "1 validation error detected: Value at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: " +
  '[Member must have length less than or equal to 25, Member must have length greater than or equal to 1]';

type GetRequest = { Keys: unknown[] } & Parameters<typeof projectionOf>[0];

function getSome(data: Data, call: Call, name: string, request: GetRequest) {
  const keys = request.Keys.map((key) => readItem(key));
  const projection = projectionOf({
    ProjectionExpression: request.ProjectionExpression,
    ExpressionAttributeNames: request.ExpressionAttributeNames,
  });
  const table = tableFor(data, call, 'BatchGetItem', { TableName: name }, (table) => ({
    'dynamodb:LeadingKeys': leadingKeys(table, keys),
    ...projection.context,
  }));
  for (const key of keys) checkKeyParameter(table, key);
  if (new Set(keys.map(writeItem)).size < keys.length) throw invalid('Provided list of item keys contains duplicates');
  return read(data, table, keys, projection.of);
}

/** Reads in order until the answer is full. */
function read({ items }: Data, table: Table, keys: Item[], shown: (item: Item) => Item) {
  const found: Item[] = [];
  const bytes: number[] = [];
  let total = 0;
  for (const [at, key] of keys.entries()) {
    const item = items.get(table, key);
    const size = item ? itemSize(item) : 0;
    total += size;
    if (total > largestBatch) return { table, items: found, bytes, left: keys.slice(at) };
    bytes.push(size);
    if (item) found.push(shown(item));
  }
  return { table, items: found, bytes, left: [] };
}

function unprocessed(requests: Record<string, object>, answers: { left: Item[] }[]) {
  const rest = Object.entries(requests).map(([name, request], at) => [name, { ...request, Keys: answers[at]!.left }]);
  return Object.fromEntries(rest.filter((_, at) => answers[at]!.left.length > 0));
}

interface WriteRequest {
  PutRequest?: { Item?: unknown } | undefined;
  DeleteRequest?: { Key?: unknown } | undefined;
}

function planOne(data: Data, call: Call, name: string, { PutRequest, DeleteRequest }: WriteRequest): Change {
  if (Boolean(PutRequest) === Boolean(DeleteRequest)) {
    throw invalidParameter('Each WriteRequest must have exactly one of PutRequest and DeleteRequest');
  }
  const item = readItem(PutRequest ? PutRequest.Item : DeleteRequest!.Key);
  const table = tableFor(data, call, 'BatchWriteItem', { TableName: name }, (table) => ({
    'dynamodb:LeadingKeys': leadingKeys(table, [item]),
    'dynamodb:Attributes': Object.keys(item),
  }));
  if (PutRequest) checkKeys(table, item);
  else checkKeyParameter(table, item);
  return { table, key: keyOf(item, table.keys), after: PutRequest && item };
}

function refuseDuplicates(changes: Change[]): void {
  const places = changes.map(({ table, key }) => `${table.name} ${writeItem(key)}`);
  if (new Set(places).size < places.length) throw invalid('Provided list of item keys contains duplicates');
}
