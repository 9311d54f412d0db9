import fc from 'fast-check';
import { addDecimals, compareDecimals, decimal, decimalText } from '../../../lib/region/services/dynamodb/decimal.ts';
import { orderedBytes } from '../../../lib/region/services/dynamodb/key.ts';

/** Numbers of up to 19 digits anywhere in DynamoDB's range. */
const number = fc
  .tuple(fc.bigInt(-(10n ** 19n) + 1n, 10n ** 19n - 1n), fc.integer({ min: -110, max: 100 }))
  .map(([coefficient, exponent]) => `${coefficient}e${exponent}`);

test.each([
  ['1.50', '1.5'],
  ['-0', '0'],
  ['.5', '0.5'],
  ['1e3', '1000'],
  ['-12.3e-4', '-0.00123'],
  ['00012', '12'],
  ['99999999999999999999999999999999999999', '99999999999999999999999999999999999999'],
])('%s is written as %s', (given, expected) => {
  expect(decimalText(decimal(given))).toBe(expected);
});

test.each([
  ['', 'The parameter cannot be converted to a numeric value'],
  ['12a', 'The parameter cannot be converted to a numeric value: 12a'],
  ['NaN', 'The parameter cannot be converted to a numeric value: NaN'],
  ['1e126', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
  ['1e-131', 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
  ['1'.repeat(39), 'Attempting to store more than 38 significant digits in a Number'],
])('%j is refused in the words of AWS', (given, message) => {
  expect(() => decimal(given)).toThrow(expect.objectContaining({ code: 'ValidationException', message }));
});

test('0.1 + 0.2 is 0.3, which no float knows', () => {
  expect(decimalText(addDecimals(decimal('0.1'), decimal('0.2')))).toBe('0.3');
});

test('writing and reading a number again keeps its value', () => {
  fc.assert(fc.property(number, (text) => compareDecimals(decimal(decimalText(decimal(text))), decimal(text)) === 0));
});

test('the bytes of numbers are in the order of their values', () => {
  fc.assert(
    fc.property(number, number, (left, right) => {
      const order = Buffer.compare(orderedBytes({ N: left }), orderedBytes({ N: right }));
      expect(order).toBe(compareDecimals(decimal(left), decimal(right)));
    }),
  );
});
