import fc from 'fast-check';
import { checkArithmetic } from '../../lib/documents/arithmetic.ts';

const fields = {
  currency: 'EUR',
  lines: [
    { description: 'a', quantity: '3', unitPrice: '10.00', amount: '30.00' },
    { description: 'b', quantity: '2', unitPrice: '12.50', amount: '25.00' },
  ],
  subtotal: '55.00',
  tax: '10.45',
  total: '65.45',
};

test('an invoice that adds up agrees', () => {
  expect(checkArithmetic(fields)).toEqual({ agrees: true, differences: [] });
});

test('a wrong line, a wrong subtotal and a wrong total are each named with what was expected and found', () => {
  const wrong = { ...fields, lines: [{ ...fields.lines[0]!, amount: '31.00' }, fields.lines[1]!], total: '60.00' };
  expect(checkArithmetic(wrong).differences).toEqual([
    { what: 'line 1: quantity × unit price', expected: '30.00', found: '31.00' },
    { what: 'sum of the lines', expected: '56.00', found: '55.00' },
    { what: 'subtotal + tax', expected: '65.45', found: '60.00' },
  ]);
});

test('discount and shipping are taken into account, before or after the subtotal', () => {
  expect(checkArithmetic({ ...fields, discount: '5.00', shipping: '4.00', tax: '10.26', total: '64.26' }).agrees).toBe(
    true,
  );
  expect(checkArithmetic({ ...fields, discount: '-5.00', subtotal: '50.00', tax: '9.50', total: '59.50' }).agrees).toBe(
    true,
  );
});

test('tax that the prices already contain is not added again', () => {
  expect(checkArithmetic({ ...fields, subtotal: null, tax: '8.78', total: '55.00' }).agrees).toBe(true);
  expect(checkArithmetic({ ...fields, subtotal: '46.22', tax: '8.78', total: '55.00' }).agrees).toBe(true);
});

test('a coin of rounding is allowed, two are not', () => {
  expect(checkArithmetic({ ...fields, total: '65.46' }).agrees).toBe(true);
  expect(checkArithmetic({ ...fields, total: '65.47' }).agrees).toBe(false);
});

test('yen have no coins smaller than one', () => {
  const yen = {
    currency: 'JPY',
    lines: [{ description: 'a', quantity: '3', unitPrice: '333', amount: '999' }],
    tax: '100',
    total: '1099',
  };
  expect(checkArithmetic(yen).agrees).toBe(true);
  expect(checkArithmetic({ ...yen, total: '1102' }).agrees).toBe(false);
});

test('what is absent is not checked', () => {
  expect(checkArithmetic({ currency: null, lines: [], total: '10.00' }).agrees).toBe(true);
});

test('no change of the total by more than a coin goes unnoticed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 100_000 }), fc.boolean(), (cents, up) => {
      const total = ((6545 + (up ? cents : -cents)) / 100).toFixed(2);
      const inclusive = total === '55.00';
      expect(checkArithmetic({ ...fields, total }).agrees).toBe(inclusive);
    }),
  );
});
