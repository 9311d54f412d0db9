import { expect, test } from '@jest/globals';
import { cron } from '../../../lib/region/schedule/cron.ts';
import { schedule } from '../../../lib/region/schedule/expression.ts';

const after = (text: string, from: string, zone = 'UTC'): string | undefined => {
  const at = cron(text).next(Date.parse(from), zone);
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
};

test.each([
  ['0/15 * * * ? *', '2026-01-05T09:01:00Z', '2026-01-05T09:15'],
  ['0 18 ? * MON-FRI *', '2026-01-09T18:00:00Z', '2026-01-12T18:00'],
  ['0 8 1 * ? *', '2026-01-05T00:00:00Z', '2026-02-01T08:00'],
  ['0 8 L * ? *', '2026-02-05T00:00:00Z', '2026-02-28T08:00'],
  ['0 8 LW * ? *', '2026-02-05T00:00:00Z', '2026-02-27T08:00'],
  ['0 8 15W * ? *', '2026-02-05T00:00:00Z', '2026-02-16T08:00'],
  ['0 8 1W * ? *', '2026-08-01T00:00:00Z', '2026-08-03T08:00'],
  ['0 8 ? * 6L *', '2026-01-05T00:00:00Z', '2026-01-30T08:00'],
  ['0 8 ? * FRI#2 *', '2026-01-05T00:00:00Z', '2026-01-09T08:00'],
  ['0 8 ? * 2#1 *', '2026-01-05T08:00:00Z', '2026-02-02T08:00'],
  ['0 0 29 FEB ? *', '2026-01-05T00:00:00Z', '2028-02-29T00:00'],
  ['5,35 14 * * ? 2027', '2026-01-05T00:00:00Z', '2027-01-01T14:05'],
])('cron(%s) after %s falls due at %s', (text, from, due) => {
  expect(after(text, from)).toBe(due);
});

test('a year that is over never falls due again, nor does a day that no month has', () => {
  expect(after('0 0 1 1 ? 2020', '2026-01-05T00:00:00Z')).toBeUndefined();
  expect(after('0 0 30 2 ? *', '2026-01-05T00:00:00Z')).toBeUndefined();
});

test('a time zone moves the hour with daylight saving', () => {
  expect(after('0 9 * * ? *', '2026-01-05T00:00:00Z', 'Europe/Berlin')).toBe('2026-01-05T08:00');
  expect(after('0 9 * * ? *', '2026-07-05T00:00:00Z', 'Europe/Berlin')).toBe('2026-07-05T07:00');
});

test('a time that clocks skip in spring is skipped, and one they repeat in autumn happens once', () => {
  expect(after('30 2 * * ? *', '2026-03-29T00:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T00:30');
  expect(after('30 2 * * ? *', '2026-10-24T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T00:30');
  expect(after('30 2 * * ? *', '2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe('2026-10-26T01:30');
});

test.each([
  ['* * * * *', /6 fields/],
  ['* * * * * *', /exactly one/],
  ['60 * * * ? *', /"60" is not a value of minutes/],
  ['0 0 ? * FOO *', /"FOO" is not a value of day of week/],
])('cron(%s) is refused with the field that is wrong', (text, message) => {
  expect(() => cron(text)).toThrow(message);
});

test('a rate counts from its beginning, however late it is looked at', () => {
  const { next } = schedule('rate(5 minutes)');
  expect(next(0, 0)).toBe(300_000);
  expect(next(1_000_000, 0)).toBe(1_200_000);
});

test.each([
  'rate(1 minutes)',
  'rate(5 minute)',
  'rate(0 days)',
  'every day',
  'at(2026-13-01T00:00:00)',
  'at(tomorrow)',
])('%s is refused', (text) => {
  expect(() => schedule(text)).toThrow();
});

test('at() falls due once, in its zone', () => {
  const { next } = schedule('at(2026-07-01T12:00:00)', 'Europe/Berlin');
  expect(next(0, 0)).toBe(Date.parse('2026-07-01T10:00:00Z'));
  expect(next(Date.parse('2026-07-01T10:00:00Z'), 0)).toBeUndefined();
});
