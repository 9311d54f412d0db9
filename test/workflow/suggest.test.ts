import { closest, suggestion } from '../../lib/workflow/suggest.ts';

test.each([
  ['timout', 'timeout'],
  ['inptu', 'input'],
  ['Tool', 'tool'],
  ['reserve_payment', 'reserve-payment'],
])('%s probably means %s', (given, meant) =>
  expect(closest(given, ['timeout', 'input', 'tool', 'reserve-payment'])).toBe(meant),
);

test('what resembles nothing gets the list, if that is short', () => {
  expect(suggestion('zebra', ['a-step', 'b-step'])).toBe('one of: a-step, b-step');
  expect(
    suggestion(
      'zebra',
      Array.from({ length: 13 }, (_, i) => `step-${i}`),
    ),
  ).toBeUndefined();
});
