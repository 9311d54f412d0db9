import { expect, test } from '@jest/globals';
import { pattern } from '../../../lib/region/services/events/pattern/pattern.ts';

const event = {
  source: 'app.orders',
  detail: {
    state: 'PAID',
    amount: 42,
    note: null,
    ok: true,
    ip: '10.1.2.3',
    file: 'dir/report-2026.PDF',
    tags: ['a', 'b'],
    lines: [
      { sku: 'x', count: 1 },
      { sku: 'y', count: 2 },
    ],
  },
};
const matches = (detail: object): boolean => pattern(JSON.stringify({ detail }))(event);

test.each([
  [{ state: ['PAID', 'OPEN'] }, true],
  [{ state: ['paid'] }, false],
  [{ amount: [42] }, true],
  [{ amount: ['42'] }, false],
  [{ note: [null] }, true],
  [{ ok: [true] }, true],
  [{ missing: [null] }, false],
  [{ state: ['PAID'], amount: [1] }, false],
  [{ state: [{ prefix: 'PA' }] }, true],
  [{ state: [{ prefix: { 'equals-ignore-case': 'pa' } }] }, true],
  [{ file: [{ suffix: '.PDF' }] }, true],
  [{ file: [{ suffix: '.pdf' }] }, false],
  [{ file: [{ suffix: { 'equals-ignore-case': '.pdf' } }] }, true],
  [{ state: [{ 'equals-ignore-case': 'paid' }] }, true],
  [{ file: [{ wildcard: 'dir/*-2026.*' }] }, true],
  [{ file: [{ wildcard: '*dir' }] }, false],
  [{ file: [{ wildcard: 'dir/\\*' }] }, false],
  [{ state: [{ wildcard: 'PAID*D' }] }, false],
  [{ state: [{ 'anything-but': 'OPEN' }] }, true],
  [{ state: [{ 'anything-but': ['OPEN', 'PAID'] }] }, false],
  [{ state: [{ 'anything-but': { prefix: 'PA' } }] }, false],
  [{ state: [{ 'anything-but': { suffix: ['x', 'ID'] } }] }, false],
  [{ state: [{ 'anything-but': { 'equals-ignore-case': 'paid' } }] }, false],
  [{ state: [{ 'anything-but': { wildcard: 'O*' } }] }, true],
  [{ missing: [{ 'anything-but': 'x' }] }, false],
  [{ amount: [{ numeric: ['>', 0, '<=', 42] }] }, true],
  [{ amount: [{ numeric: ['=', 41] }] }, false],
  [{ state: [{ numeric: ['>', 0] }] }, false],
  [{ ip: [{ cidr: '10.0.0.0/8' }] }, true],
  [{ ip: [{ cidr: '192.168.0.0/16' }] }, false],
  [{ state: [{ exists: true }] }, true],
  [{ state: [{ exists: false }] }, false],
  [{ missing: [{ exists: false }] }, true],
  [{ deep: { er: [{ exists: false }] } }, true],
  [{ lines: [{ exists: true }] }, false],
  [{ tags: ['b'] }, true],
  [{ tags: ['c'] }, false],
  [{ lines: { sku: ['y'], count: [2] } }, true],
  [{ lines: { sku: ['x'], count: [2] } }, false],
  [{ $or: [{ state: ['OPEN'] }, { amount: [{ numeric: ['>', 40] }] }] }, true],
  [{ $or: [{ state: ['OPEN'] }, { amount: [1] }], ok: [true] }, false],
])('%j matches: %s', (detail, expected) => {
  expect(matches(detail)).toBe(expected);
});

test.each([
  [{}, /empty objects/],
  [{ state: [] }, /at detail.state: empty arrays/],
  [{ state: 'PAID' }, /at detail.state: must be an object or an array/],
  [{ state: [{ startsWith: 'x' }] }, /at detail.state: unrecognized match type startsWith; there are .*prefix/],
  [{ state: [{ prefix: 'x', suffix: 'y' }] }, /exactly one operator/],
  [{ amount: [{ numeric: ['!', 1] }] }, /numeric does not know "!"/],
  [{ ip: [{ cidr: '10.0.0.0/64' }] }, /not a CIDR block/],
  [{ state: [{ wildcard: 'a**' }] }, /consecutive wildcard/],
  [{ state: [{ 'anything-but': { cidr: '10.0.0.0/8' } }] }, /anything-but does not take cidr/],
  [{ state: [{ exists: 'yes' }] }, /true or false/],
])('%j is refused, and the message says where', (detail, message) => {
  expect(() => matches(detail)).toThrow(message);
});

test('a wildcard with many stars stays fast on a long value', () => {
  const long = { detail: { text: 'a'.repeat(100_000) } };
  const found = pattern(JSON.stringify({ detail: { text: [{ wildcard: `${'a*'.repeat(30)}b` }] } }));
  const from = performance.now();
  expect(found(long)).toBe(false);
  expect(performance.now() - from).toBeLessThan(100);
});
