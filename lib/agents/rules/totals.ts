import { abs, type Decimal, minus, type Style, same } from '../../documents/money.ts';
import { agreement, type Entry, type Match, type Parts } from './agreement.ts';
import { type Amount, amountsOf } from './amounts.ts';
import { cellBelow, type Label } from './labels.ts';
import { type Sheet, trust } from './page.ts';
import type { TableLine } from './table.ts';
import type { Meaning } from './words.ts';

/** What stands at the foot of the table. Confidence per amount; `agreed` when lines, subtotal, tax and total add up to the coin. */
export type Totals = { total?: Sum; subtotal?: Sum; tax?: Sum; discount?: Sum; shipping?: Sum; agreed: boolean };
export type Sum = { value: Decimal; sure: number; amount: Amount };

/** Finds the sums by their labels, and among rival totals the one that the other numbers add up to. */
export function findTotals(
  sheet: Sheet,
  labels: Label[],
  lines: TableLine[],
  style: Style | undefined,
  everything: Amount[],
): Totals {
  const used = new Set(lines.map((line) => line.row));
  const least = usualDecimals(everything);
  const entries = labels
    .filter((label) => !used.has(label.cell.row))
    .flatMap((label) => toEntry(sheet, label, labels, style, least) ?? []);
  const of = (...meanings: Meaning[]) => entries.filter((entry) => meanings.includes(entry.meaning));
  const parts = {
    subtotals: of('subtotal', 'anyTotal'),
    taxes: of('tax'),
    discounts: of('discount'),
    shippings: of('shipping'),
    lines,
  };
  const candidates = [
    ...of('total').map((entry) => ({ entry, weight: 0.97 })),
    ...of('anyTotal').map((entry) => ({ entry, weight: 0.9 })),
  ]
    .map((one) => ({ ...one, match: agreement(one.entry, parts) }))
    .map((one) => ({ ...one, score: one.weight + one.match.score }))
    .sort((a, b) => b.score - a.score);
  const [best] = candidates;
  if (!best) return { agreed: false };
  const rivals = candidates.filter(
    (one) => one.score > best.score - 0.02 && !same(one.entry.amount.value, best.entry.amount.value),
  );
  const sure = confidence(sheet, best, rivals.length > 0, everything, lines.length + parts.subtotals.length > 1);
  return {
    total: { value: best.entry.amount.value, sure, amount: best.entry.amount },
    ...shown(sheet, best.match, parts, best.entry),
    agreed: best.match.score > 0,
  };
}

function toEntry(
  sheet: Sheet,
  label: Label,
  labels: Label[],
  style: Style | undefined,
  least: number,
): Entry | undefined {
  if (!['total', 'anyTotal', 'subtotal', 'tax', 'discount', 'shipping'].includes(label.meaning)) return undefined;
  const right = rightOf(sheet, label, labels, style);
  const below = right.length === 0 ? under(sheet, label, style) : [];
  const all = [...right, ...below].filter((amount) => !amount.percent);
  const money = all.filter((amount) => isMoney(amount, least));
  const amount = money.at(-1);
  if (!amount) return undefined;
  const rate = sheet.rows[label.cell.row]!.cells.some((cell) => /\d ?%/.test(cell.text));
  return {
    meaning: label.meaning,
    amount,
    others: all.slice(0, all.indexOf(amount)),
    cells: [label.cell, amount.cell],
    rate,
  };
}

/** Where amounts are written with decimals, a bare whole number beside a label is a rate, a count or a registration. */
function usualDecimals(everything: Amount[]): number {
  const money = everything.filter((one) => !one.percent && (one.decimals === 2 || one.currency !== undefined));
  return money.filter((one) => one.decimals === 2).length * 2 > money.length ? 2 : 0;
}

const isMoney = ({ decimals, currency, text, value }: Amount, least: number) =>
  decimals === 2 ||
  decimals === 3 ||
  currency !== undefined ||
  value.digits === 0n ||
  (least === 0 && text.length >= 3);

/** The numbers behind a label in its row, up to the next label that has its own. */
function rightOf(sheet: Sheet, label: Label, labels: Label[], style: Style | undefined): Amount[] {
  const start = label.cell.from + label.to;
  const next = labels
    .filter((one) => one.cell.row === label.cell.row && one.cell.from + one.from >= start)
    .map((one) => one.cell.from + one.from);
  const end = Math.min(...next, Number.POSITIVE_INFINITY);
  const amounts = sheet.rows[label.cell.row]!.cells.flatMap((cell) => amountsOf(cell, style)).filter(
    (amount) => amount.from >= start,
  );
  const own = amounts.filter((amount) => amount.from < end);
  return own;
}

function under(sheet: Sheet, label: Label, style: Style | undefined): Amount[] {
  const cell = cellBelow(label.cell, sheet.rows);
  const amounts = cell ? amountsOf(cell, style) : [];
  return amounts.length === 1 && cell!.text.replace(/[^\p{L}]/gu, '').length <= 3 ? amounts : [];
}

type Candidate = { entry: Entry; weight: number; match: Match };

function confidence(sheet: Sheet, best: Candidate, rivals: boolean, everything: Amount[], checkable: boolean): number {
  const { amount, cells } = best.entry;
  const read = trust(sheet, [amount.cell], amount.text);
  if (rivals || amount.ambiguous || isCutOff(best.entry)) return 0.65 * read;
  if (best.match.score >= 0.3) return 0.98 * Math.max(read, best.match.score >= 0.6 ? 0.95 : read);
  const largest = everything.every(
    (one) => one.percent || one.decimals < 2 || minus(abs(amount.value), one.value).digits >= 0n,
  );
  if (sheet.source === 'ocr' || amount.mended) return 0.8 * read;
  if (checkable) return 0.85;
  return largest && cells.length > 0 ? (best.weight > 0.95 ? 0.94 : 0.91) : 0.75;
}

/** "12   345,67" may be one number with a wide gap. That its sums agree proves nothing: without their thousands they agree just as well. */
function isCutOff({ amount, others }: Entry): boolean {
  const left = others.at(-1);
  return (
    left !== undefined &&
    /^\d{1,3}$/.test(left.text) &&
    amount.from - left.to <= 3 &&
    /^\d{3}[.,]\d{2}$/.test(amount.text)
  );
}

/** The other sums as printed: those that took part in the proof first, else the last of its kind, which is then less sure. */
function shown(sheet: Sheet, match: Match, parts: Parts, total: Entry): Omit<Totals, 'total' | 'agreed'> {
  const proved = (amount: Amount, value = amount.value): Sum => ({ value, amount, sure: 0.97 });
  const printed = (entry: Entry | undefined) =>
    entry && {
      value: entry.amount.value,
      amount: entry.amount,
      sure: 0.8 * trust(sheet, [entry.amount.cell], entry.amount.text),
    };
  const positive = (sum: Sum | undefined) => sum && { ...sum, value: abs(sum.value) };
  const found = {
    subtotal: match.subtotal
      ? proved(match.subtotal)
      : printed(parts.subtotals.findLast((entry) => entry.meaning === 'subtotal')),
    tax: match.tax ? proved(match.taxes[0]?.amount ?? total.amount, match.tax) : printed(parts.taxes.at(-1)),
    discount: positive(match.discount ? proved(match.discount.amount) : printed(parts.discounts.at(-1))),
    shipping: match.shipping ? proved(match.shipping.amount) : printed(parts.shippings.at(-1)),
  };
  return Object.fromEntries(Object.entries(found).filter(([, sum]) => sum !== undefined));
}
