/**
 * A DynamoDB stream for a function: read, filtered, gathered into batches, delivered in order and at least once, and
 * taken up at the last checkpoint after a kill.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
import type { Lambda } from '../lambda.ts';
import { recordFilter } from './filter.ts';
import type { Mapping } from './mapping.ts';
import type { Work } from './pump.ts';
import { cut } from './stream-batches.ts';
import { streamDelivery } from './stream-delivery.ts';
import { type Checkpoints, type StreamRecord, streamSource } from './stream-source.ts';

export function streamWork(lambda: Lambda, mapping: Mapping, checkpoints: Checkpoints): Work {
  const { region, functions } = lambda;
  const { role } = functions.resolve(functions.parse(mapping.functionArn));
  let { after } = checkpoints.get(mapping.uuid) ?? { after: undefined };
  const source = streamSource(region, role, mapping, { after });
  const reached = (sequenceNumber: string | undefined) => {
    if (sequenceNumber === after) return;
    after = sequenceNumber;
    // A place that is lost in a power cut costs records delivered twice, which a function must bear anyway.
    region.store.unsynced(() => checkpoints.put(mapping.uuid, { after }));
  };
  const delivery = streamDelivery(lambda, mapping, source.shardId, reached);
  const wanted = recordFilter(mapping);
  const { batchSize, MaximumBatchingWindowInSeconds: window } = mapping;
  /** Wanted records that are not delivered yet; `seen` is the last record read, wanted or not. */
  let gathered: StreamRecord[] = [];
  let seen = after;
  let since = 0;

  const gather = async (): Promise<void> => {
    while (gathered.length < batchSize) {
      const records = await source.read(1000);
      if (records.length === 0) break;
      if (gathered.length === 0) since = region.clock.now();
      seen = records.at(-1)?.dynamodb.SequenceNumber;
      gathered.push(...records.filter(wanted));
    }
    if (gathered.length === 0) reached(seen);
  };
  return async () => {
    for (;;) {
      const retryAt = await delivery.run();
      if (retryAt !== undefined) return retryAt;
      await gather();
      if (gathered.length === 0) return undefined;
      const windowEnds = since + window * 1000;
      if (gathered.length < batchSize && region.clock.now() < windowEnds) return windowEnds;
      const records = cut(gathered, batchSize);
      gathered = gathered.slice(records.length);
      delivery.add(records);
    }
  };
}
