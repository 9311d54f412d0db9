import type { Confidence, Fields } from '../../documents/fields.ts';
import { exponent, type Style, same, sum, write } from '../../documents/money.ts';
import { type Amount, amountsOf, styleOfSheet } from './amounts.ts';
import { findCurrency } from './currency.ts';
import { classify } from './kind.ts';
import { findLabels, type Label } from './labels.ts';
import { type Sheet, trust } from './page.ts';
import { findParties } from './parties.ts';
import { findReference } from './reference.ts';
import { readSlip } from './slip.ts';
import { readTable, type TableLine } from './table.ts';
import { findTotals, type Sum, type Totals } from './totals.ts';
import { findWhen } from './when.ts';

/** Reads the fields of a business document off a sheet of text, each with the confidence it deserves. */
export function extract(sheet: Sheet): Fields {
  const labels = findLabels(sheet);
  const { lines, totals, amounts, style } = findSums(sheet, labels);
  const money = amounts.filter((amount) => amount.decimals >= 2 || amount.currency !== undefined);
  const parties = findParties(sheet, labels);
  const when = findWhen(sheet, labels, parties.supplier.country);
  const currency = findCurrency(sheet, money, totals.total?.amount, parties.supplier.country);
  const kind = classify(sheet, {
    amounts: money.length,
    hasTotal: totals.total !== undefined,
    hasNumber: labels.some((label) => label.meaning === 'number'),
  });
  const reference = findReference(sheet, labels, kind.type === 'purchase-order' ? 'orderNumber' : 'number');
  const places = exponent(currency?.value ?? 'EUR');
  const { sure: supplierSure, name, ...identity } = parties.supplier;
  const { sure: customerSure, ...customer } = parties.customer;
  const booked = !['letter'].includes(kind.type);
  return {
    documentType: kind.type,
    supplier: { name: name ?? null, ...identity },
    customer,
    number: reference?.value ?? null,
    issueDate: when.issue?.value ?? null,
    ...(when.due && { dueDate: when.due.value }),
    currency: (booked && currency?.value) || null,
    lines: lines.map((line) => padded(line, places)),
    ...sums(totals, places),
    total: totals.total ? write(totals.total.value, places) : null,
    confidence: rounded({
      documentType: kind.sure * (sheet.source === 'ocr' && sheet.quality < 0.7 ? 0.9 : 1),
      supplier: supplierSure,
      customer: customerSure,
      number: reference?.sure ?? 0,
      issueDate: when.issue?.sure ?? 0,
      dueDate: when.due?.sure ?? 0,
      currency: booked && currency ? currency.sure * (sheet.source === 'ocr' && sheet.quality < 0.7 ? 0.9 : 1) : 0,
      lines: linesSure(sheet, lines, totals),
      subtotal: totals.subtotal?.sure ?? 0,
      discount: totals.discount?.sure ?? 0,
      shipping: totals.shipping?.sure ?? 0,
      tax: totals.tax?.sure ?? 0,
      total: (totals.total?.sure ?? 0) * styleSure(totals.total?.amount, style),
    }),
  };
}

type Sums = {
  lines: TableLine[];
  totals: Totals;
  amounts: Amount[];
  style: { style: Style; share: number } | undefined;
};

/** The currencies whose coins have three decimals, which look like groups of thousands. */
const THREE_DECIMALS = /\b(KWD|BHD|OMR|JOD|TND|LYD|IQD)\b/;

/**
 * Where "1,234" is all there is, the sign parts thousands: money has no three decimals, but for a few currencies.
 * That is believed when the sums agree under it.
 */
function findSums(sheet: Sheet, labels: Label[]): Sums {
  const told = styleOfSheet(sheet);
  if (told) return sumsIn(sheet, labels, told);
  const unread = sumsIn(sheet, labels, undefined);
  const signs = new Set(
    unread.amounts.filter((amount) => amount.ambiguous).map((amount) => amount.text.replace(/\d/g, '')),
  );
  if (signs.size !== 1 || THREE_DECIMALS.test(sheet.text)) return unread;
  const read = sumsIn(sheet, labels, { style: signs.has(',') ? 'point' : 'comma', share: 1 });
  return read.totals.agreed ? read : unread;
}

function sumsIn(sheet: Sheet, labels: Label[], style: Sums['style']): Sums {
  const amounts = sheet.rows.flatMap((row) => row.cells.flatMap((cell) => amountsOf(cell, style?.style)));
  const table = readTable(sheet, labels, style?.style);
  const lines = table.length > 0 ? table : readSlip(sheet, labels, style?.style);
  const totals = findTotals(sheet, labels, lines, style?.style, amounts);
  const believed = table.length > 0 || (totals.agreed && addUp(lines, totals));
  return believed
    ? { lines, totals, amounts, style }
    : { lines: [], totals: findTotals(sheet, labels, [], style?.style, amounts), amounts, style };
}

function addUp(lines: TableLine[], { total, subtotal }: Totals): boolean {
  const all = sum(lines.map((line) => line.amount));
  return [total, subtotal].some((one) => one !== undefined && same(one.value, all));
}

const padded = ({ line }: TableLine, places: number) => ({
  ...line,
  amount: pad(line.amount, places),
  ...(line.unitPrice && { unitPrice: pad(line.unitPrice, places) }),
});

function pad(text: string, places: number): string {
  const [whole, fraction = ''] = text.split('.');
  return places === 0 && fraction === '' ? whole! : `${whole}.${fraction.padEnd(places, '0')}`.replace(/\.$/, '');
}

function sums({ subtotal, discount, shipping, tax }: Totals, places: number): Partial<Fields> {
  const text = (sum: Sum | undefined) => (sum ? write(sum.value, places) : undefined);
  const all = { subtotal: text(subtotal), discount: text(discount), shipping: text(shipping), tax: text(tax) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** A total whose separators contradict the rest of the document is doubtful. */
const styleSure = (amount: Amount | undefined, style: { share: number } | undefined) =>
  amount?.ambiguous && (!style || style.share < 0.9) ? 0.7 : 1;

function linesSure(sheet: Sheet, lines: TableLine[], totals: Totals): number {
  if (lines.length === 0) return 0;
  const proved = lines.filter((line) => line.proved).length / lines.length;
  const read = Math.min(...lines.map((line) => trust(sheet, line.cells)));
  return Math.min(totals.agreed ? 0.95 : 0.6, 0.8 + proved * 0.17) * (totals.agreed ? Math.max(read, 0.93) : read);
}

const rounded = (confidence: Confidence): Confidence =>
  Object.fromEntries(
    Object.entries(confidence).map(([field, value]) => [field, Math.round(Math.min(0.99, value) * 100) / 100]),
  ) as Confidence;
