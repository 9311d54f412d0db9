/** Reading one item by its key. */
import type { Call, ConditionContext } from '../../service.ts';
import { type Data, leadingKeys, tableFor } from './data.ts';
import { Placeholders } from './expression/placeholders.ts';
import { parseProjection, project } from './expression/projection.ts';
import { checkKeyParameter, type Table } from './table.ts';
import { type Item, readItem } from './value.ts';

export interface GetInput {
  TableName: string;
  Key?: unknown;
  ProjectionExpression?: string | undefined;
  ExpressionAttributeNames?: Record<string, string> | undefined;
}

/** The item, whole and as projected; undefined when there is none. */
export function getOne(
  data: Data,
  call: Call,
  input: GetInput,
  context: ConditionContext = {},
): { table: Table; item: { whole: Item; shown: Item } | undefined } {
  const key = readItem(input.Key);
  const shown = projectionOf(input);
  const table = tableFor(data, call, 'GetItem', input, (table) => ({
    'dynamodb:LeadingKeys': leadingKeys(table, [key]),
    ...shown.context,
    ...context,
  }));
  checkKeyParameter(table, key);
  const whole = data.items.get(table, key);
  return { table, item: whole && { whole, shown: shown.of(whole) } };
}

/** What a ProjectionExpression shows, and the condition keys that tell which attributes these are. */
export function projectionOf(input: Omit<GetInput, 'TableName' | 'Key'>): {
  of(item: Item): Item;
  context: ConditionContext;
} {
  const placeholders = new Placeholders(input);
  const { ProjectionExpression: expression } = input;
  const paths = expression === undefined ? undefined : parseProjection(expression, placeholders);
  placeholders.finish({ ProjectionExpression: expression });
  if (!paths) return { of: (item) => item, context: { 'dynamodb:Select': 'ALL_ATTRIBUTES' } };
  const attributes = [...new Set(paths.map((path) => path[0]))];
  const context = { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES', 'dynamodb:Attributes': attributes };
  return { of: (item) => project(item, paths), context };
}
