/** A Map state under test: everything but its iterations, whose results or failures are mocked. */
import type { Place } from '../data.ts';
import { numberOf } from '../data.ts';
import { Failure } from '../failure.ts';
import { itemsIn } from '../map/item-reader.ts';
import { batches, itemsOf, select } from '../map/items.ts';
import { exceeded, toleranceOf } from '../map/tolerance.ts';
import type { Item } from '../snapshot.ts';
import type { Json } from '../types.ts';
import { note } from '../work.ts';
import { Rejected } from './rejected.ts';
import type { Subject } from './request.ts';

/** @throws Failure when the state fails before its end; Rejected when more iterations fail than there are */
export async function tryMap(place: Place, { configuration, mock }: Subject): Promise<void> {
  const { mapItemReaderData, mapIterationFailureCount: failed } = configuration;
  const items = place.state.ItemReader ? await readItems(place, mapItemReaderData) : await itemsOf(place);
  note(place.work, 'maxConcurrency', (await numberOf(place, 'MaxConcurrency')) ?? 0);
  const count = await noteNumber(place, 'ToleratedFailureCount');
  const percentage = await noteNumber(place, 'ToleratedFailurePercentage');
  const tolerance = await toleranceOf(place);
  const iterations = items ? await iterationsOf(place, items) : lengthOf(mock);
  if (failed === undefined) return;
  if (iterations !== undefined && failed > iterations) {
    throw new Rejected('Map iteration failure count must be less than or equal to the number of Map iterations');
  }
  const limited = (count ?? percentage) !== undefined;
  if (limited && mock && 'result' in mock && exceeded({ ...tolerance, failed, total: iterations ?? failed })) {
    throw new Failure(
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
      { complete: true },
    );
  }
}

const lengthOf = (mock: Subject['mock']): number | undefined =>
  mock && 'result' in mock && Array.isArray(mock.result) ? mock.result.length : undefined;

/** The items in the data that the reader would have found. */
async function readItems(place: Place, data: string | undefined): Promise<Item[] | undefined> {
  if (data === undefined) return undefined;
  if (!place.state.ItemReader?.Resource?.endsWith(':listObjectsV2')) return itemsIn(place, { Body: data });
  const listing = JSON.parse(data) as Json;
  return itemsIn(place, Array.isArray(listing) ? { Contents: listing } : listing);
}

async function noteNumber(
  place: Place,
  field: 'ToleratedFailureCount' | 'ToleratedFailurePercentage',
): Promise<number | undefined> {
  const value = await numberOf(place, field);
  if (value !== undefined) note(place.work, field.replace('T', 't'), value);
  return value;
}

/** Notes the inputs of the iterations, and counts them. */
async function iterationsOf(place: Place, items: Item[]): Promise<number> {
  const { ItemSelector, ItemBatcher } = place.state;
  if (ItemSelector !== undefined) {
    const inputs: Json[] = [];
    for (const item of items) inputs.push(await select(place, item));
    note(place.work, 'afterItemSelector', inputs);
  }
  if (ItemBatcher === undefined) return items.length;
  const grouped = (await batches(place, items)).map(({ value }) => value);
  note(place.work, 'afterItemBatcher', grouped);
  return grouped.length;
}
