/** Query and Scan. */

import type { ConditionContext, Operation } from '../../service.ts';
import { operation } from '../../shape.ts';
import { type Data, leadingKeys, tableFor } from './data.ts';
import { invalid } from './errors.ts';
import type { Condition } from './expression/condition.ts';
import { mentioned } from './expression/mentioned.ts';
import { parseCondition } from './expression/parse-condition.ts';
import type { Path } from './expression/path.ts';
import { Placeholders } from './expression/placeholders.ts';
import { parseProjection } from './expression/projection.ts';
import { readKeyCondition } from './key-condition.ts';
import { checkSelect, indexOf, readPage, startKey } from './page.ts';
import type { Read } from './shapes.ts';
import * as shapes from './shapes.ts';
import { type KeySchema, keyNames, type Table } from './table.ts';

interface Expressions {
  keys?: Condition | undefined;
  filter: Condition | undefined;
  paths: Path[] | undefined;
}

export function readOperations(data: Data): Record<string, Operation> {
  return {
    ...operation('Query', shapes.query, (input, call) => {
      if (!input.KeyConditionExpression) throw invalid(noKeyCondition);
      const parsed = parse(input, input.KeyConditionExpression);
      const target = (table: Table) => indexOf(input, table)?.keys ?? table.keys;
      const within = (table: Table) => readKeyCondition(parsed.keys!, target(table), table.types);
      const table = tableFor(data, call, 'Query', input, (table) => {
        const keys = target(table);
        const value = { [keys.hash]: within(table).hash };
        return { 'dynamodb:LeadingKeys': leadingKeys({ ...table, keys }, [value]), ...attributesOf(input, parsed) };
      });
      const index = indexOf(input, table);
      checkSelect(input, index);
      refuseKeysInFilter(parsed.filter, target(table));
      const after = startKey(input, table, index);
      const extent = { table, index, within: within(table), after, descending: !input.ScanIndexForward };
      return readPage(data.region, { input, extent, ...parsed });
    }),
    ...operation('Scan', shapes.scan, (input, call) => {
      const parsed = parse(input);
      const context = { 'dynamodb:FullTableScan': 'true', ...attributesOf(input, parsed) };
      const table = tableFor(data, call, 'Scan', input, () => context);
      const index = indexOf(input, table);
      checkSelect(input, index);
      const extent = { table, index, segment: segmentOf(input), after: startKey(input, table, index) };
      return readPage(data.region, { input, extent, ...parsed });
    }),
  };
}

const noKeyCondition = 'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.';

function parse(input: Read, keyCondition?: string): Expressions {
  const placeholders = new Placeholders(input);
  const { FilterExpression: filter, ProjectionExpression: projection } = input;
  const parsed = {
    keys: keyCondition ? parseCondition(keyCondition, 'KeyConditionExpression', placeholders) : undefined,
    filter: filter === undefined ? undefined : parseCondition(filter, 'FilterExpression', placeholders),
    paths: projection === undefined ? undefined : parseProjection(projection, placeholders),
  };
  placeholders.finish({
    KeyConditionExpression: keyCondition,
    FilterExpression: filter,
    ProjectionExpression: projection,
  });
  return parsed;
}

function attributesOf({ Select }: Read, { filter, paths }: Expressions): ConditionContext {
  const select = Select ?? (paths ? 'SPECIFIC_ATTRIBUTES' : 'ALL_ATTRIBUTES');
  const names = [...(paths ?? []).map((path) => path[0]), ...(filter ? mentioned(filter) : [])];
  return { 'dynamodb:Select': select, ...(paths ? { 'dynamodb:Attributes': [...new Set(names)] } : {}) };
}

function refuseKeysInFilter(filter: Condition | undefined, keys: KeySchema): void {
  const key = filter && keyNames(keys).find((name) => mentioned(filter).includes(name));
  if (!key) return;
  const rule = 'Filter Expression can only contain non-primary key attributes';
  throw invalid(`${rule}: Primary key attribute: ${key}`);
}

function segmentOf({ Segment, TotalSegments }: { Segment?: number | undefined; TotalSegments?: number | undefined }) {
  if (Segment === undefined && TotalSegments === undefined) return undefined;
  if (TotalSegments === undefined) throw invalid(segmentRule('TotalSegments', 'Segment'));
  if (Segment === undefined) throw invalid(segmentRule('Segment', 'TotalSegments'));
  if (Segment < TotalSegments) return { number: Segment, of: TotalSegments };
  const shown = `Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`;
  throw invalid(`The Segment parameter is zero-based and must be less than parameter TotalSegments: ${shown}`);
}

function segmentRule(missing: string, present: string): string {
  return `The ${missing} parameter is required but was not present in the request when ${present} parameter is present`;
}
