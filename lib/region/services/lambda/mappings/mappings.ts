/** The event source mappings of the region: kept in the store, and running while the region does. */
import type * as z from 'zod';
import { type Records, records } from '../../../records.ts';
import type { Region } from '../../../service.ts';
import type { DynamodbService } from '../../dynamodb/index.ts';
import type { SqsService } from '../../sqs/index.ts';
import type { Lambda } from '../lambda.ts';
import { checkSettings, checkSource } from './check.ts';
import { defaultBatchSize, isQueue, type Mapping, type mappingShape } from './mapping.ts';
import { pump } from './pump.ts';
import { queueWork } from './queue.ts';
import { streamWork } from './stream.ts';
import type { Checkpoint } from './stream-source.ts';

export interface Mappings {
  readonly stored: Records<Mapping>;
  /** Makes or changes the mapping `uuid`. Rejects when its function, or a permission of the function's role, is missing. */
  put(uuid: string, input: z.output<typeof mappingShape>): Promise<Mapping>;
  remove(uuid: string): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

export function mappings(lambda: Lambda): Mappings {
  const { region, functions } = lambda;
  const stored = records<Mapping>(region.store, 'lambda_mappings');
  const checkpoints = records<Checkpoint>(region.store, 'lambda_checkpoints');
  const running = new Map<string, () => Promise<void>>();

  const run = (mapping: Mapping) => {
    if (!mapping.Enabled || running.has(mapping.uuid)) return;
    const wake = () => pumped.wake();
    const work = isQueue(mapping.EventSourceArn)
      ? queueWork(lambda, mapping, wake)
      : streamWork(lambda, mapping, checkpoints);
    const pumped = pump(region, `The mapping of ${mapping.EventSourceArn} to ${mapping.functionArn}`, work);
    const unsubscribe = subscribe(region, mapping.EventSourceArn, wake);
    running.set(mapping.uuid, async () => {
      unsubscribe();
      await pumped.stop();
    });
    pumped.wake();
  };
  const halt = async (uuid: string) => {
    const stop = running.get(uuid);
    running.delete(uuid);
    await stop?.();
  };
  return {
    stored,
    async put(uuid, input) {
      const { name, qualifier } = functions.parse(input.FunctionName);
      const fn = functions.resolve({ name, qualifier });
      const batchSize = input.BatchSize ?? defaultBatchSize(input.EventSourceArn);
      const functionArn = functions.arn(name, qualifier);
      const mapping = { ...input, uuid, functionArn, batchSize, lastModified: region.clock.now() };
      checkSettings(mapping);
      const place = await checkSource(region, fn, mapping);
      await halt(uuid);
      region.store.transaction(() => {
        if (!checkpoints.get(uuid)) checkpoints.put(uuid, place);
        stored.put(uuid, mapping);
      });
      run(mapping);
      return mapping;
    },
    async remove(uuid) {
      await halt(uuid);
      stored.delete(uuid);
      checkpoints.delete(uuid);
    },
    start: () => stored.list().forEach(run),
    stop: async () => void (await Promise.all([...running.keys()].map(halt))),
  };
}

/** The sources tell when there is something to read, so that an idle mapping costs nothing. */
function subscribe(region: Region, arn: string, wake: () => void): () => void {
  if (isQueue(arn)) return (region.service('sqs') as SqsService).subscribe(arn, wake);
  return (region.service('dynamodb') as DynamodbService).streamChanged.subscribe(arn, wake);
}
