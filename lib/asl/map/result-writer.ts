import type { Place } from '../data.ts';
import type { ScheduleTask } from '../events.ts';
import type { Children } from '../snapshot.ts';
import type { Json, Transfer } from '../types.ts';
import { isObject } from '../types.ts';
import { transfer, transferArguments } from './item-reader.ts';

/** The task that writes the results of a Map run to where `ResultWriter` points. */
export async function writeCommand(place: Place, children: Children, results: Json[]): Promise<ScheduleTask> {
  const writer = place.state.ResultWriter as Transfer;
  const target = await transferArguments(place, writer, 'ResultWriter');
  const { Bucket, Prefix } = isObject(target) ? target : {};
  const run = children.mapRun?.split(':').at(-1) ?? '';
  return transfer(place, writer, {
    Bucket: Bucket ?? null,
    Key: `${String(Prefix ?? '')}/${run}/SUCCEEDED_0.json`.replace(/^\/+/, ''),
    Body: JSON.stringify(results),
  });
}
