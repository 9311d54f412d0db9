import type { Place } from '../data.ts';
import { bindingsOf, effectiveInput, follow, scopeOf, usesJsonata } from '../data.ts';
import type { ScheduleTask } from '../events.ts';
import { Failure, runtimeFailure } from '../failure.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import { fill } from '../jsonpath/template.ts';
import type { Item } from '../snapshot.ts';
import type { Json, JsonObject, Transfer } from '../types.ts';
import { isObject } from '../types.ts';
import { nextId } from '../work.ts';
import { parseCsv } from './csv.ts';
import { itemsFrom } from './items.ts';

const MOST_ITEMS = 100_000_000;

/** The task that reads what `ItemReader` points to. */
export async function readCommand(place: Place): Promise<ScheduleTask> {
  const reader = place.state.ItemReader as Transfer;
  return transfer(place, reader, await transferArguments(place, reader, 'ItemReader'));
}

export const transfer = ({ work, frame }: Place, { Resource }: Transfer, values: Json): ScheduleTask => ({
  type: 'scheduleTask',
  taskId: nextId(work, 'task'),
  resource: Resource as string,
  arguments: values,
  state: frame.state,
});

export async function transferArguments(
  place: Place,
  { Parameters, Arguments }: Transfer,
  field: string,
): Promise<Json> {
  if (usesJsonata(place)) return evaluateTemplate(Arguments ?? {}, `${field}/Arguments`, bindingsOf(place));
  return fill(Parameters ?? {}, scopeOf(place, effectiveInput(place)));
}

/**
 * The items in what a reader returned: `{Body}` of an object, or `{Contents}` of a listing.
 * @throws Failure `States.ItemReaderFailed`
 */
export async function itemsIn(place: Place, result: Json): Promise<Item[]> {
  const config = place.state.ItemReader?.ReaderConfig ?? {};
  const most = await maxItemsOf(place, config);
  const { Body, Contents } = isObject(result) ? result : {};
  const values = Contents === undefined ? parse(String(Body ?? ''), config) : Contents;
  return (itemsFrom(values) ?? notIterable()).slice(0, most);
}

const failed = (cause: string): Failure => new Failure('States.ItemReaderFailed', cause, { complete: true });

function notIterable(): never {
  throw failed('Attempting to map over non-iterable node.');
}

async function maxItemsOf(place: Place, config: JsonObject): Promise<number> {
  const value = await maxItemsValue(place, config);
  if (value === undefined) return MOST_ITEMS;
  const count = Number(value);
  if (!Number.isInteger(count)) {
    throw runtimeFailure(
      `The MaxItemsPath field refers to value "${String(value)}" which is not a valid integer: ${String(config.MaxItemsPath)}`,
    );
  }
  if (count < 0) throw failed('field MaxItems must be positive');
  return count === 0 ? MOST_ITEMS : count;
}

async function maxItemsValue(place: Place, { MaxItems, MaxItemsPath }: JsonObject): Promise<Json | undefined> {
  if (typeof MaxItemsPath === 'string') return follow(MaxItemsPath, scopeOf(place, effectiveInput(place)));
  if (MaxItems === undefined || !usesJsonata(place)) return MaxItems;
  return evaluateTemplate(MaxItems, 'ItemReader/ReaderConfig/MaxItems', bindingsOf(place));
}

function parse(body: string, config: JsonObject): Json {
  switch (config.InputType ?? 'JSON') {
    case 'CSV':
      return parseCsv(body, config);
    case 'JSONL':
      return body
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(parseJson);
    case 'JSON':
      return at(parseJson(body), config.ItemsPointer);
    default:
      throw failed(`Reading items of type ${String(config.InputType)} is not supported here: use JSON, JSONL or CSV`);
  }
}

/** The value at a JSON pointer (RFC 6901); the whole without one. */
function at(value: Json, pointer: Json | undefined): Json {
  if (typeof pointer !== 'string' || pointer === '') return value;
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<Json>((inner, key) => (inner as JsonObject | null)?.[key] ?? null, value);
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw failed(`The object does not hold valid JSON: ${(error as Error).message}`);
  }
}
