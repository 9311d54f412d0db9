import fc from 'fast-check';
import { LONGEST, parseDuration, seconds } from '../../lib/workflow/durations.ts';

test.each([
  ['90s', 90],
  ['5m', 300],
  ['2h', 7200],
  ['3d', 259_200],
  ['PT1H30M', 5400],
  ['P1DT1S', 86_401],
  ['P2W', 1_209_600],
])('%s is %d seconds', (text, expected) => expect(parseDuration(text)).toBe(expected));

test.each(['', '0s', '5', 'm', '1.5h', '-1s', 'P', 'PT', 'P1Y', 'P1M', '1 h', '999999999s', '5M'])(
  '%j is no duration',
  (text) => expect(parseDuration(text)).toBeUndefined(),
);

test('whole seconds come back as they were written, up to what a state may wait', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: LONGEST }), (n) => expect(seconds(`${n}s`)).toBe(n)));
  expect(() => seconds('soon')).toThrow("'soon' is not a duration");
});
