import type { Fields, InvoiceLine } from './fields.ts';
import {
  compare,
  type Decimal,
  decimal,
  exponent,
  minus,
  negate,
  plus,
  round,
  same,
  sum,
  times,
  write,
} from './money.ts';

/** What does not add up: what was checked, what it should be and what is printed, as decimal strings. */
export type Difference = { what: string; expected: string; found: string };
export type ArithmeticResult = { agrees: boolean; differences: Difference[] };

type Checked = Pick<Fields, 'currency' | 'lines' | 'subtotal' | 'discount' | 'shipping' | 'tax' | 'total'>;

/**
 * Recalculates a document exactly. What is absent is not checked; a printed tax that is already inside the prices is recognised.
 * The only tolerance is rounding: half a coin per line where a product was rounded, one coin where taxes were.
 */
export function checkArithmetic(fields: Checked): ArithmeticResult {
  const coin: Decimal = { digits: 1n, scale: exponent(fields.currency ?? 'EUR') };
  const differences = [...fields.lines.flatMap((line, i) => checkLine(line, i, coin)), ...checkSums(fields, coin)];
  return { agrees: differences.length === 0, differences };
}

function checkLine(line: InvoiceLine, index: number, coin: Decimal): Difference[] {
  const [quantity, price, amount] = [decimal(line.quantity), decimal(line.unitPrice), decimal(line.amount)];
  if (!quantity || !price || !amount) return [];
  const expected = round(times(quantity, price), coin.scale);
  return within(expected, amount, coin)
    ? []
    : [{ what: `line ${index + 1}: quantity × unit price`, expected: write(expected, coin.scale), found: line.amount }];
}

function checkSums(fields: Checked, coin: Decimal): Difference[] {
  const amounts = fields.lines.map((line) => decimal(line.amount)).filter((amount) => amount !== undefined);
  const [subtotal, tax, total] = [decimal(fields.subtotal), decimal(fields.tax), decimal(fields.total)];
  const extras = extrasOf(fields);
  const differences: Difference[] = [];
  const lines = sum(amounts);
  const base = subtotal ?? lines;
  if (subtotal && amounts.length > 0)
    differences.push(
      ...expect(
        'sum of the lines',
        subtotal,
        [lines, ...extras.map((e) => plus(lines, e)), ...(tax ? [minus(lines, tax)] : [])],
        coin,
      ),
    );
  if (total && (subtotal || amounts.length > 0)) {
    const before = [...extras.map((e) => plus(base, e)), base];
    differences.push(
      ...expect(
        subtotal ? 'subtotal + tax' : 'sum of the lines + tax',
        total,
        tax ? [...before.map((b) => plus(b, tax)), ...(isInside(fields, lines, total) ? before : [])] : before,
        coin,
      ),
    );
  }
  return differences;
}

/** Prices include the tax when the lines alone already make the total: then total − tax is the net amount and nothing is added. */
const isInside = (fields: Checked, lines: Decimal, total: Decimal) => {
  const subtotal = decimal(fields.subtotal);
  return fields.lines.length > 0
    ? extrasOf(fields).some((e) => same(plus(lines, e), total)) || same(lines, total)
    : subtotal !== undefined && same(subtotal, total);
};

/** Discount taken off and shipping added: the whole of it first, then each alone, as one may be inside the subtotal already. */
function extrasOf({ discount, shipping }: Checked): Decimal[] {
  const off = decimal(discount);
  const less = off && (compare(off, { digits: 0n, scale: 0 }) > 0 ? negate(off) : off);
  const parts = [less, decimal(shipping)].filter((part) => part !== undefined);
  return [sum(parts), ...parts];
}

/** The first candidate is what a person would expect, so it is the one that is shown. */
function expect(what: string, found: Decimal, candidates: Decimal[], coin: Decimal): Difference[] {
  if (candidates.some((candidate) => within(candidate, found, coin))) return [];
  return [{ what, expected: write(candidates[0]!, coin.scale), found: write(found, coin.scale) }];
}

function within(a: Decimal, b: Decimal, coin: Decimal): boolean {
  const difference = minus(a, b);
  return compare(difference, coin) <= 0 && compare(difference, negate(coin)) >= 0;
}
