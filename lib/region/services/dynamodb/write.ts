/** One write of one item, alone or in a transaction: its condition, and what the item becomes. */
import type { Call, ConditionContext } from '../../service.ts';
import { type Data, leadingKeys, tableFor } from './data.ts';
import { conditionFailed, invalid, invalidParameter } from './errors.ts';
import { applyUpdate } from './expression/apply.ts';
import { type Condition, holds } from './expression/condition.ts';
import { parseCondition } from './expression/parse-condition.ts';
import type { Path } from './expression/path.ts';
import { Placeholders, type WithPlaceholders } from './expression/placeholders.ts';
import { type Action, parseUpdate } from './expression/update.ts';
import { checkKeyParameter, checkKeys, keyNames, keyOf, type Table } from './table.ts';
import { type Item, readItem } from './value.ts';

export interface Write {
  table: Table;
  key: Item;
  condition: Condition | undefined;
  /** Whether a failed condition gives the item back. */
  showOld: boolean;
  /** Top-level paths that an update changes, for UPDATED_OLD and UPDATED_NEW. */
  paths: Path[];
  /** What the item becomes; undefined when it is to be gone. */
  next(before: Item | undefined): Item | undefined;
}

interface Conditional extends WithPlaceholders {
  TableName: string;
  ConditionExpression?: string | undefined;
  ReturnValuesOnConditionCheckFailure?: 'NONE' | 'ALL_OLD' | undefined;
}

type Keyed = Conditional & { Key?: unknown };

/** Condition keys beyond LeadingKeys: what the operation is part of, what it returns. */
export type Context = ConditionContext;

export function planPut(data: Data, call: Call, input: Conditional & { Item?: unknown }, context: Context = {}): Write {
  const item = readItem(input.Item);
  const attributes = () => Object.keys(item);
  const table = tableFor(data, call, 'PutItem', input, (table) => keysOf(table, item, attributes(), context));
  const placeholders = new Placeholders(input);
  const condition = conditionOf(input, placeholders);
  placeholders.finish({ ConditionExpression: input.ConditionExpression });
  checkKeys(table, item);
  return { ...common(input), table, key: keyOf(item, table.keys), condition, paths: [], next: () => item };
}

export function planDelete(data: Data, call: Call, input: Keyed, context: Context = {}): Write {
  return { ...planKeyed(data, call, input, 'DeleteItem', context), next: () => undefined };
}

/** Changes nothing; the item stays what it is. */
export function planCheck(data: Data, call: Call, input: Keyed, context: Context = {}): Write {
  if (!input.ConditionExpression) throw invalid('ConditionCheck needs a ConditionExpression');
  return { ...planKeyed(data, call, input, 'ConditionCheckItem', context), next: (before) => before };
}

function planKeyed(data: Data, call: Call, input: Keyed, action: string, context: Context) {
  const key = readItem(input.Key);
  const table = tableFor(data, call, action, input, (table) => keysOf(table, key, Object.keys(key), context));
  const placeholders = new Placeholders(input);
  const condition = conditionOf(input, placeholders);
  placeholders.finish({ ConditionExpression: input.ConditionExpression });
  checkKeyParameter(table, key);
  return { ...common(input), table, key, condition, paths: [] };
}

export function planUpdate(
  data: Data,
  call: Call,
  input: Keyed & { UpdateExpression?: string | undefined },
  context: Context = {},
): Write {
  const key = readItem(input.Key);
  const placeholders = new Placeholders(input);
  const actions = input.UpdateExpression === undefined ? [] : parseUpdate(input.UpdateExpression, placeholders);
  const condition = conditionOf(input, placeholders);
  placeholders.finish({
    UpdateExpression: input.UpdateExpression,
    ConditionExpression: input.ConditionExpression,
  });
  const attributes = [...Object.keys(key), ...actions.map((action) => action.path[0])];
  const table = tableFor(data, call, 'UpdateItem', input, (table) => keysOf(table, key, attributes, context));
  checkKeyParameter(table, key);
  refuseKeyChange(table, actions);
  const next = (before: Item | undefined) => updated(table, before ?? key, actions);
  return { ...common(input), table, key, condition, paths: actions.map((action) => action.path), next };
}

function updated(table: Table, before: Item, actions: Action[]): Item {
  const after = applyUpdate(before, actions);
  checkKeys(table, after);
  return after;
}

function refuseKeyChange(table: Table, actions: Action[]): void {
  const names = keyNames(table.keys);
  const changed = actions.find((action) => names.includes(action.path[0]));
  if (changed) throw invalidParameter(`Cannot update attribute ${changed.path[0]}. This attribute is part of the key`);
}

function keysOf(table: Table, item: Item, attributes: string[], context: Context): Context {
  const keys = { 'dynamodb:LeadingKeys': leadingKeys(table, [item]) };
  return { ...keys, 'dynamodb:Attributes': [...new Set(attributes)], ...context };
}

function conditionOf({ ConditionExpression }: Conditional, placeholders: Placeholders): Condition | undefined {
  if (ConditionExpression === undefined) return undefined;
  return parseCondition(ConditionExpression, 'ConditionExpression', placeholders);
}

function common(input: Conditional): Pick<Write, 'showOld'> {
  return { showOld: input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' };
}

/** What a condition sees where there is no item; without the names that every object inherits. */
const nothing: Item = Object.create(null);

/** Does the write if its condition holds. Call it inside a transaction when it is one of several. */
export function perform({ region, items }: Data, write: Write): { before: Item | undefined; after: Item | undefined } {
  return region.store.transaction(() => {
    const before = items.get(write.table, write.key);
    if (write.condition && !holds(write.condition, before ?? nothing))
      throw conditionFailed(write.showOld ? before : undefined);
    const after = write.next(before);
    items.change(write.table, before, after);
    return { before, after };
  });
}
