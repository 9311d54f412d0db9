import { abs, type Decimal, negate, plus, same, sum } from '../../documents/money.ts';
import type { Amount } from './amounts.ts';
import type { Cell } from './page.ts';
import type { TableLine } from './table.ts';
import type { Meaning } from './words.ts';

/** An amount with the label it stands at; `others` are the numbers between, `rate` says that a percentage stands in the row. */
export type Entry = { meaning: Meaning; amount: Amount; others: Amount[]; cells: Cell[]; rate: boolean };

/** What a total can be made of. */
export type Parts = { subtotals: Entry[]; taxes: Entry[]; discounts: Entry[]; shippings: Entry[]; lines: TableLine[] };
/** How well a total is borne out by the rest (0: not at all), and by which numbers. */
export type Match = {
  score: number;
  subtotal?: Amount;
  tax?: Decimal;
  taxes: Entry[];
  discount?: Entry;
  shipping?: Entry;
};

/** Looks for subtotal + shipping − discount + tax = total among what was found; more parts that fit prove more. */
export function agreement(candidate: Entry, parts: Parts): Match {
  const total = candidate.amount.value;
  const [a, b] = candidate.others.slice(-2);
  if (a && b && same(plus(a.value, b.value), total)) return { score: 0.7, subtotal: a, tax: b.value, taxes: [] };
  const bases: { value: Decimal; amount?: Amount }[] = [
    ...parts.subtotals.filter((one) => one !== candidate).map(({ amount }) => ({ value: amount.value, amount })),
    ...lineSums(parts.lines).map((value) => ({ value })),
  ];
  const matches = bases.flatMap((base) =>
    taxSets(parts.taxes).flatMap((tax) => extras(parts).flatMap((extra) => match(base, tax, extra, total))),
  );
  return matches.sort((x, y) => y.score - x.score)[0] ?? { score: 0, taxes: [] };
}

type Base = { value: Decimal; amount?: Amount };
type Extra = { value: Decimal; discount?: Entry; shipping?: Entry };

function match(base: Base, taxes: Entry[], extra: Extra, total: Decimal): Match[] {
  const tax = sum(taxes.map((entry) => entry.amount.value));
  const result = plus(plus(base.value, extra.value), tax);
  if (!same(result, total)) return [];
  const whole = taxes.some((entry) => entry.amount.value.digits !== 0n) && !same(base.value, total);
  const own = base.amount ? 0 : 0.1;
  return [
    {
      score: 0.3 + (whole ? 0.3 : 0) + own + (extra.discount || extra.shipping ? 0.05 : 0),
      ...(base.amount && { subtotal: base.amount }),
      ...(taxes.length > 0 && { tax }),
      taxes,
      ...extra,
    },
  ];
}

const lineSums = (lines: TableLine[]): Decimal[] => {
  if (lines.length === 0) return [];
  const gross = lines.every((line) => line.gross) ? [sum(lines.map((line) => line.gross!))] : [];
  return [sum(lines.map((line) => line.amount)), ...gross];
};

/** No tax, each tax alone, all rates together. */
function taxSets(taxes: Entry[]): Entry[][] {
  const rates = taxes.filter((entry) => entry.rate);
  const distinct = rates.filter(
    (entry, i) => rates.findIndex((other) => other.cells[0]!.row === entry.cells[0]!.row) === i,
  );
  return [
    [],
    ...taxes.map((entry) => [entry]),
    ...(distinct.length > 1 ? [distinct] : []),
    ...(taxes.length > 1 ? [taxes] : []),
  ];
}

function extras({ discounts, shippings }: Parts): Extra[] {
  const none = [{ value: { digits: 0n, scale: 0 } }];
  const off = discounts.map((discount) => ({ value: negate(abs(discount.amount.value)), discount }));
  const add = shippings.map((shipping) => ({ value: shipping.amount.value, shipping }));
  return [
    ...none,
    ...off,
    ...add,
    ...off.flatMap((one) =>
      add.map((other) => ({ value: plus(one.value, other.value), discount: one.discount, shipping: other.shipping })),
    ),
  ];
}
