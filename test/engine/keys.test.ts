import * as keys from '../../lib/engine/keys.ts';

const RUN = 'r'.repeat(40);

test.each([
  [keys.runKey('acme', RUN), { pk: `T#acme#RUN#${RUN}`, sk: 'RUN' }],
  [keys.stepKey('acme', RUN, 'reserve'), { pk: `T#acme#RUN#${RUN}`, sk: 'STEP#reserve' }],
  [keys.stepKey('acme', RUN, 'line', '3.0'), { pk: `T#acme#RUN#${RUN}`, sk: 'STEP#line#3.0' }],
  [keys.auditKey('P', 42), { pk: 'P', sk: 'AUDIT#0000000042' }],
  [keys.approvalKey('acme', RUN, 'a1'), { pk: `T#acme#RUN#${RUN}`, sk: 'APPROVAL#a1' }],
  [keys.tokenKey('acme', RUN, 'a1'), { pk: `T#acme#RUN#${RUN}`, sk: 'TOKEN#a1' }],
  [keys.linkKey('acme', 'secret'), { pk: `T#acme#LINK#${keys.sha256('secret')}`, sk: 'LINK' }],
  [
    keys.runIndex('acme', '2026-01-01T00:00:00.000Z', RUN),
    { gsi1pk: 'T#acme#RUNS', gsi1sk: `2026-01-01T00:00:00.000Z#${RUN}` },
  ],
  [keys.approvalIndex('acme', 'PENDING', '2026', 'a1'), { gsi1pk: 'T#acme#APPROVALS#PENDING', gsi1sk: '2026#a1' }],
  [keys.streamOf('acme', RUN), `acme/${RUN}`],
])('%j is %j', (key, expected) => expect(key).toEqual(expected));

test('a run id is 40 hex characters, the same for the same event', () => {
  expect(keys.runId('acme', 'pay', 'e')).toMatch(/^[0-9a-f]{40}$/);
  expect(keys.runId('acme', 'pay', 'e')).toBe(keys.runId('acme', 'pay', 'e'));
});

test('parts of a key cannot run into each other', () => {
  expect(keys.runId('a', 'bc', 'd')).not.toBe(keys.runId('ab', 'c', 'd'));
  expect(keys.effectKey('a', 'r', 's', { x: 1 })).not.toBe(keys.effectKey('a', 'r', 's', '{"x":1}'));
});

test('the key of an effect does not depend on the order of its input', () => {
  expect(keys.effectKey('a', 'r', 's', { x: 1, y: 2 })).toBe(keys.effectKey('a', 'r', 's', { y: 2, x: 1 }));
});

test('a pass of a map or loop is another effect, and a step outside of them keeps the key it always had', () => {
  expect(keys.effectKey('a', 'r', 's', 1, '0')).not.toBe(keys.effectKey('a', 'r', 's', 1, '1'));
  expect(keys.effectKey('a', 'r', 's', 1)).toBe(keys.digestOf(['a', 'r', 's', 1]));
});
