/** Batches of a stream and what to do when one fails. Pure. */
import type { Failed } from './failures.ts';
import type { Mapping } from './mapping.ts';
import type { StreamRecord } from './stream-source.ts';

export interface Batch {
  records: StreamRecord[];
  /** Invocations so far. */
  attempts: number;
}

export type Condition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** What remains of a batch after an invocation, in order. */
export function remaining(batch: Batch, failed: Failed, bisects: boolean): Batch[] {
  const { records } = batch;
  const attempts = batch.attempts + 1;
  if (failed !== 'all') {
    // Everything from the first failure on is sent again, as the order within the shard demands.
    const first = records.findIndex(({ dynamodb }) => failed.has(dynamodb.SequenceNumber));
    return first < 0 ? [] : [{ records: records.slice(first), attempts }];
  }
  if (!bisects || records.length < 2) return [{ records, attempts }];
  // Splitting does not count as an attempt.
  const middle = Math.ceil(records.length / 2);
  return [records.slice(0, middle), records.slice(middle)].map((half) => ({ records: half, attempts: batch.attempts }));
}

/** Why a batch is given up, if it is. `now` in milliseconds. */
export function givenUp(batch: Batch, mapping: Mapping, now: number): Condition | undefined {
  const { MaximumRetryAttempts: retries, MaximumRecordAgeInSeconds: age } = mapping;
  if (retries >= 0 && batch.attempts > retries) return 'RetryAttemptsExhausted';
  const youngest = batch.records.at(-1)?.dynamodb.ApproximateCreationDateTime ?? 0;
  return age >= 0 && now / 1000 - youngest > age ? 'RecordAgeExceeded' : undefined;
}

/** Milliseconds before a failed batch is sent again. */
export function pause(attempts: number): number {
  return Math.min(60_000, 500 * 2 ** Math.max(0, attempts - 1));
}

/** As many of the records as one invocation takes. */
export function cut(records: readonly StreamRecord[], batchSize: number): StreamRecord[] {
  let bytes = 0;
  const fitting = records.slice(0, batchSize).findIndex((record) => {
    bytes += Buffer.byteLength(JSON.stringify(record)) + 1;
    return bytes > LARGEST_PAYLOAD;
  });
  return records.slice(0, fitting < 0 ? batchSize : Math.max(1, fitting));
}

/** Bytes, with room for the envelope. */
const LARGEST_PAYLOAD = 6_000_000;

/** What a destination is told of a batch that was given up; the records themselves stay in the stream. */
export function batchInfo({ records }: Batch, streamArn: string, shardId: string): object {
  const [first, last] = [records[0]!.dynamodb, records.at(-1)!.dynamodb];
  const time = (seconds: number) => new Date(seconds * 1000).toISOString();
  return {
    shardId,
    startSequenceNumber: first.SequenceNumber,
    endSequenceNumber: last.SequenceNumber,
    approximateArrivalOfFirstRecord: time(first.ApproximateCreationDateTime),
    approximateArrivalOfLastRecord: time(last.ApproximateCreationDateTime),
    batchSize: records.length,
    streamArn,
  };
}
