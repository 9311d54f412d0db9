import fc from 'fast-check';
import type { Mapping } from '../../../lib/region/services/lambda/mappings/mapping.ts';
import { cut, givenUp, pause, remaining } from '../../../lib/region/services/lambda/mappings/stream-batches.ts';

const record = (n: number) => ({ dynamodb: { SequenceNumber: String(n), ApproximateCreationDateTime: n } });
const records = (count: number) => Array.from({ length: count }, (_, n) => record(n));
const settings = (retries: number, age: number) =>
  ({ MaximumRetryAttempts: retries, MaximumRecordAgeInSeconds: age }) as Mapping;

const size = fc.integer({ min: 1, max: 20 });

test('what remains of a batch is its end, from the first failure on, in order and complete', () => {
  fc.assert(
    fc.property(size, fc.uniqueArray(fc.nat(19)), fc.boolean(), (count, failures, bisects) => {
      const batch = { records: records(count), attempts: 0 };
      const failed = new Set(failures.filter((n) => n < count).map(String));
      const rest = remaining(batch, failed, bisects).flatMap((part) => part.records);
      const first = batch.records.findIndex(({ dynamodb }) => failed.has(dynamodb.SequenceNumber));
      expect(rest).toEqual(first < 0 ? [] : batch.records.slice(first));
    }),
  );
});

test('a batch that failed as a whole is kept as a whole, split or not', () => {
  fc.assert(
    fc.property(size, fc.boolean(), (count, bisects) => {
      const batch = { records: records(count), attempts: 3 };
      const rest = remaining(batch, 'all', bisects);
      expect(rest.flatMap((part) => part.records)).toEqual(batch.records);
      expect(rest.every((part) => part.records.length > 0)).toBe(true);
      expect(rest.length).toBe(bisects && count > 1 ? 2 : 1);
    }),
  );
});

test('bisecting comes to an end, even when nothing is ever taken and attempts are limited', () => {
  fc.assert(
    fc.property(size, fc.integer({ min: 0, max: 5 }), (count, retries) => {
      let batches = [{ records: records(count), attempts: 0 }];
      for (let rounds = 0; batches.length > 0; rounds++) {
        if (rounds > 500) throw new Error('does not end');
        const rest = remaining(batches[0]!, 'all', true);
        const over = rest.length === 1 && givenUp(rest[0]!, settings(retries, -1), 0);
        batches = [...(over ? [] : rest), ...batches.slice(1)];
      }
    }),
  );
});

test('a batch is given up after its retries, or when its youngest record is too old', () => {
  const batch = { records: [record(100), record(200)], attempts: 3 };
  expect(givenUp(batch, settings(-1, -1), 1e9)).toBeUndefined();
  expect(givenUp(batch, settings(3, -1), 0)).toBeUndefined();
  expect(givenUp(batch, settings(2, -1), 0)).toBe('RetryAttemptsExhausted');
  expect(givenUp(batch, settings(-1, 60), 260_000)).toBeUndefined();
  expect(givenUp(batch, settings(-1, 60), 260_001)).toBe('RecordAgeExceeded');
});

test('a batch takes as many records as fit into one payload, and at least one', () => {
  const big = (bytes: number) => ({ ...record(1), data: 'x'.repeat(bytes) });
  expect(cut(records(10), 3)).toHaveLength(3);
  expect(cut([big(2e6), big(2e6), big(2e6), big(1)], 100)).toHaveLength(2);
  expect(cut([big(7e6), big(1)], 100)).toHaveLength(1);
});

test('pauses grow to a minute', () => {
  expect([1, 2, 3, 20].map(pause)).toEqual([500, 1000, 2000, 60_000]);
});
