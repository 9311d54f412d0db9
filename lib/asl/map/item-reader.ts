import type { Place } from '../data.ts';
import { bindingsOf, effectiveInput, follow, scopeOf, usesJsonata } from '../data.ts';
import type { ScheduleTask } from '../events.ts';
import { runtimeFailure } from '../failure.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import { fill } from '../jsonpath/template.ts';
import type { Item } from '../snapshot.ts';
import type { Json, JsonObject, Transfer } from '../types.ts';
import { isObject } from '../types.ts';
import { nextId } from '../work.ts';
import { athenaFiles, failed, inventory, parseDataset, parseJson } from './dataset.ts';
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

/** What has been read of a dataset that lies in several objects, and what is still to be read. */
export interface Reading {
  left: { Bucket: string; Key: string }[];
  config: JsonObject;
  values: Json[];
}

/**
 * What a reader returned: items, or more to read. `{Body}` is an object, `{Contents}` a listing.
 * @throws Failure `States.ItemReaderFailed`
 */
export async function readIn(place: Place, result: Json, before?: Reading): Promise<Item[] | Reading> {
  const config = place.state.ItemReader?.ReaderConfig ?? {};
  const most = await maxItemsOf(place, config);
  const found = before ? undefined : await placesIn(place, result, config);
  if (found) return found.left.length > 0 ? found : [];
  const values = valuesIn(result, before?.config ?? config);
  if (!before) return (itemsFrom(values) ?? notIterable()).slice(0, most);
  const all = [...before.values, ...(Array.isArray(values) ? values : notIterable())];
  if (before.left.length > 0 && all.length < most) return { ...before, values: all };
  return (itemsFrom(all) as Item[]).slice(0, most);
}

/** The task that reads the next object, and the reading without it. */
export function readNext(
  place: Place,
  { left: [next, ...left], ...rest }: Reading,
): { command: ScheduleTask; reading: Reading } {
  const command = transfer(
    place,
    { Resource: 'arn:aws:states:::s3:getObject' },
    next as { Bucket: string; Key: string },
  );
  return { command, reading: { left, ...rest } };
}

/** The objects of a manifest, or of a listing whose objects are to be loaded. */
async function placesIn(place: Place, result: Json, config: JsonObject): Promise<Reading | undefined> {
  const manifest = config.ManifestType ?? (config.InputType === 'MANIFEST' ? 'S3_INVENTORY' : undefined);
  const { Body, Contents } = isObject(result) ? result : {};
  if (manifest === 'ATHENA_DATA') return { left: athenaFiles(String(Body)), config, values: [] };
  if (manifest !== undefined) return inventory(parseJson(String(Body)));
  if (config.Transformation !== 'LOAD_AND_FLATTEN' || !Array.isArray(Contents)) return undefined;
  const target = await transferArguments(place, place.state.ItemReader as Transfer, 'ItemReader');
  const Bucket = String((target as JsonObject).Bucket);
  const keys = Contents.map((entry) => String((entry as JsonObject).Key)).filter((key) => !key.endsWith('/'));
  return { left: keys.map((Key) => ({ Bucket, Key })), config, values: [] };
}

function valuesIn(result: Json, config: JsonObject): Json {
  const { Body, Contents } = isObject(result) ? result : {};
  return Contents === undefined ? parseDataset(String(Body ?? ''), config) : Contents;
}

/** Items in the data of a reader that was not called: what it would have found in one object or listing. */
export async function itemsIn(place: Place, result: Json): Promise<Item[]> {
  const read = await readIn(place, result);
  if (Array.isArray(read)) return read;
  throw failed('The data of several objects cannot be given at once');
}

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
