/** The items of a Map state, and the input that each iteration gets. */
import { contextOf, itemContext } from '../context.ts';
import type { Place } from '../data.ts';
import { bindingsOf, effectiveInput, follow, scopeOf, usesJsonata, wrongType } from '../data.ts';
import { queryFailure, runtimeFailure } from '../failure.ts';
import type { Bindings } from '../jsonata/evaluate.ts';
import { evaluateTemplate, expressionIn } from '../jsonata/template.ts';
import { fill } from '../jsonpath/template.ts';
import type { Item } from '../snapshot.ts';
import { sizeOf } from '../text.ts';
import type { Json, JsonObject } from '../types.ts';
import { isObject } from '../types.ts';
import { note } from '../work.ts';

/** Items from the input of the state. @throws Failure when they are not a list */
export async function itemsOf(place: Place): Promise<Item[]> {
  return usesJsonata(place) ? evaluatedItems(place) : itemsAtPath(place);
}

async function evaluatedItems(place: Place): Promise<Item[]> {
  const { Items } = place.state;
  const value = Items === undefined ? place.frame.input : await evaluateTemplate(Items, 'Items', bindingsOf(place));
  const items = itemsFrom(value);
  if (items) return items;
  const expression =
    typeof Items === 'string' ? (expressionIn(Items) ?? Items) : JSON.stringify(Items ?? '$states.input');
  throw queryFailure(wrongType(expression, 'Items', 'array', value), 'Items');
}

function itemsAtPath(place: Place): Item[] {
  const path = place.state.ItemsPath ?? '$';
  const value = follow(path, scopeOf(place, effectiveInput(place)));
  const items = itemsFrom(value, false);
  if (!items) throw runtimeFailure(`Reference path "${path.replace(/^\$\$/, '$')}" must point to array.`);
  note(place.work, 'afterItemsPath', value);
  return items;
}

/** A list as items; an object as items with keys. */
export function itemsFrom(value: Json, objects = true): Item[] | undefined {
  if (Array.isArray(value)) return value.map((element, index) => ({ index, value: element }));
  if (!objects || !isObject(value)) return undefined;
  return Object.entries(value).map(([key, element], index) => ({ index, key, value: element }));
}

/** The input of an iteration: the item, or what `ItemSelector` (or the older `Parameters`) makes of it. */
export async function inputOfItem(place: Place, item: Item): Promise<Json> {
  return place.state.ItemBatcher ? item.value : select(place, item);
}

/** What `ItemSelector` makes of an item, before batches are made. */
export async function select(place: Place, item: Item): Promise<Json> {
  const { state } = place;
  const selector = state.ItemSelector ?? (usesJsonata(place) ? undefined : state.Parameters);
  if (selector === undefined) return item.key === undefined ? item.value : { Key: item.key, Value: item.value };
  if (usesJsonata(place)) return evaluateTemplate(selector, 'ItemSelector', withItem(bindingsOf(place), place, item));
  const scope = scopeOf(place, effectiveInput(place));
  return fill(selector, { ...scope, context: contextWith(place, item) });
}

const contextWith = (place: Place, item: Item): JsonObject => ({
  ...contextOf(place.work, place.frame),
  Map: { Item: itemContext(item) },
});

const withItem = (bindings: Bindings, place: Place, item: Item): Bindings => ({
  ...bindings,
  states: { ...bindings.states, context: contextWith(place, item) },
});

/** Groups items by `ItemBatcher` into items of their own; without it, they stay as they are. */
export async function batches(place: Place, items: Item[]): Promise<Item[]> {
  const { ItemBatcher } = place.state;
  if (!ItemBatcher) return items;
  const settings = await batcherOf(place, ItemBatcher);
  const inputs: Json[] = [];
  for (const item of items) inputs.push(await select(place, item));
  return group(inputs, settings).map((Items, index) => ({
    index,
    value: { ...(settings.input !== undefined && { BatchInput: settings.input }), Items },
  }));
}

interface Batching {
  most: number;
  bytes: number;
  input?: Json;
}

async function batcherOf(place: Place, batcher: JsonObject): Promise<Batching> {
  const jsonata = usesJsonata(place);
  const scope = scopeOf(place, effectiveInput(place));
  const read = async (field: string): Promise<number> => {
    const path = batcher[`${field}Path`];
    if (typeof path === 'string') return Number(follow(path, scope));
    const value = batcher[field];
    const result =
      jsonata && value !== undefined ? await evaluateTemplate(value, `ItemBatcher/${field}`, bindingsOf(place)) : value;
    return result === undefined ? Number.POSITIVE_INFINITY : Number(result);
  };
  const template = batcher.BatchInput;
  const most = await read('MaxItemsPerBatch');
  const bytes = await read('MaxInputBytesPerBatch');
  if (template === undefined) return { most, bytes };
  const input = jsonata
    ? await evaluateTemplate(template, 'ItemBatcher/BatchInput', bindingsOf(place))
    : fill(template, scope);
  return { most, bytes, input };
}

function group(inputs: Json[], { most, bytes }: Batching): Json[][] {
  const groups: Json[][] = [];
  let size = 0;
  for (const input of inputs) {
    const length = sizeOf(input);
    const last = groups.at(-1);
    if (last && last.length < most && size + length <= bytes) last.push(input);
    else groups.push([input]);
    size = groups.at(-1) === last ? size + length : length;
  }
  return groups;
}
