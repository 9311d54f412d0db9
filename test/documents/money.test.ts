import fc from 'fast-check';
import {
  decimal,
  inferStyle,
  minorUnits,
  NUMBER,
  plus,
  readNumber,
  round,
  times,
  write,
} from '../../lib/documents/money.ts';

test.each([
  ['1.234,56', 'comma', '1234.56'],
  ['1 234,56', 'comma', '1234.56'],
  ['1,234.56', 'point', '1234.56'],
  ["1'234.56", 'point', '1234.56'],
  ['1’234.56', undefined, '1234.56'],
  ['12,5', 'comma', '12.5'],
  ['1.234.567', 'comma', '1234567'],
  ['1,234', 'point', '1234'],
  ['1.234', 'comma', '1234'],
  ['1.234', 'point', '1.234'],
  ['99,50', undefined, '99.50'],
] as const)('%s in a document that writes a %s reads %s', (text, style, expected) => {
  expect(write(readNumber(text, style)!)).toBe(expected);
});

test('a number that can only be read one way is read that way whatever the document usually does', () => {
  expect(write(readNumber('1.234,56', 'point')!)).toBe('1234.56');
});

test('the style of a document is what its unambiguous numbers agree on', () => {
  expect(inferStyle(['1.234', '99,50', '12.000,00'])).toEqual({ style: 'comma', share: 1 });
  expect(inferStyle(['1.234', '7.000'])).toBeUndefined();
});

test('numbers are found whole, with their groups', () => {
  expect('Total 12 345,67 EUR'.match(NUMBER)).toEqual(['12 345,67']);
  expect("CHF 1'234'567.05".match(NUMBER)).toEqual(["1'234'567.05"]);
});

test.each([
  ['1234.50', 'EUR', 123450n],
  ['1234', 'JPY', 1234n],
  ['0.005', 'KWD', 5n],
  ['-3.10', 'USD', -310n],
] as const)('%s %s is %d minor units', (text, currency, units) => {
  expect(minorUnits(text, currency)).toBe(units);
});

test('half a yen and a third decimal of a euro are no amounts of money', () => {
  expect(minorUnits('10.5', 'JPY')).toBeUndefined();
  expect(minorUnits('1.005', 'EUR')).toBeUndefined();
});

test('writing and reading a decimal gives the same decimal', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 6 }), (digits, scale) => {
      const text = write({ digits, scale });
      expect(write(decimal(text)!)).toBe(text);
    }),
  );
});

test('sums and products are exact: 0.1 + 0.2 is 0.3, and rounding goes half away from zero', () => {
  expect(write(plus(decimal('0.1')!, decimal('0.2')!))).toBe('0.3');
  expect(write(round(times(decimal('3')!, decimal('0.335')!), 2))).toBe('1.01');
  expect(write(round(decimal('-0.125')!, 2))).toBe('-0.13');
});
