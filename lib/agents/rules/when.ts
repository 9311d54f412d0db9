import { daysBetween, findDates, type Order, type PrintedDate } from '../../documents/dates.ts';
import { type Label, places, plain } from './labels.ts';
import { type Cell, type Sheet, trust } from './page.ts';

type Dated = { date: PrintedDate; cell: Cell; weight: number };
export type Found = { value: string; sure: number };

/**
 * The dates of issue and payment. A date such as 03/04/2024 is settled by another date of the document, by the terms of payment,
 * or by where the supplier is; otherwise it stays in doubt.
 */
export function findWhen(sheet: Sheet, labels: Label[], country: string | undefined): { issue?: Found; due?: Found } {
  const issue = pick(sheet, labels, 'issueDate');
  const due = pick(sheet, labels, 'dueDate');
  const order = settle(sheet, issue, due, country);
  const first = issue && resolve(sheet, issue, order);
  const second = due && resolve(sheet, due, order);
  if (first && second && daysBetween(first.value, second.value) < 0)
    return { issue: { ...first, sure: first.sure * 0.6 }, due: { ...second, sure: second.sure * 0.6 } };
  return { ...(first && { issue: first }), ...(second && { due: second }) };
}

function pick(sheet: Sheet, labels: Label[], meaning: 'issueDate' | 'dueDate'): Dated | undefined {
  const taken = labels
    .filter((label) => label.meaning !== meaning && /Date$/.test(label.meaning) && label.meaning !== 'anyDate')
    .flatMap((label) => atLabel(sheet, label, labels))
    .map((one) => one.date.text);
  const wanted = labels.filter(
    (label) => label.meaning === meaning || (meaning === 'issueDate' && label.meaning === 'anyDate'),
  );
  const candidates = wanted.flatMap((label) =>
    atLabel(sheet, label, labels).map((one) => ({ ...one, weight: label.meaning === 'anyDate' ? 0.93 : 0.97 })),
  );
  if (meaning === 'issueDate' && candidates.length === 0) candidates.push(...unlabelled(sheet, taken));
  const [best] = candidates.sort((a, b) => b.weight - a.weight);
  if (!best) return undefined;
  const rivals = candidates.filter(
    (one) => one.weight >= best.weight - 0.001 && one.date.readings[0]!.iso !== best.date.readings[0]!.iso,
  );
  return rivals.length > 0 ? { ...best, weight: 0.7 } : best;
}

function atLabel(sheet: Sheet, label: Label, labels: Label[]): Dated[] {
  for (const place of places(label, sheet.rows, labels)) {
    const [date] = findDates(place.text);
    if (date && date.index < 20) return [{ date, cell: place.cell, weight: 0 }];
  }
  return [];
}

/** "Paris, le 3 mars 2024": a date without a label counts when it is the only one. */
function unlabelled(sheet: Sheet, taken: string[]): Dated[] {
  const all = sheet.rows
    .flatMap((row) => row.cells)
    .flatMap((cell) => findDates(cell.text).map((date) => ({ date, cell })));
  const free = all.filter((one) => !taken.includes(one.date.text));
  const distinct = new Set(free.map((one) => one.date.text));
  return distinct.size === 1
    ? [{ ...free[0]!, weight: all.length === free.length ? 0.91 : 0.8 }]
    : free.slice(0, 1).map((one) => ({ ...one, weight: 0.5 }));
}

/** "Net 30", "30 days", "innerhalb von 14 Tagen". */
const TERMS =
  /\bnet (7|10|14|15|20|21|28|30|45|60|90)\b|\b(\d{1,3}) (?:days?|tagen?|jours|giorni|dias|dagen|dni|dagar)\b/;

type Settled = { order?: Order; sure: number };

function settle(sheet: Sheet, issue: Dated | undefined, due: Dated | undefined, country: string | undefined): Settled {
  const numeric = findDates(sheet.text).filter((date) => date.separator !== ' ');
  const plainOnes = new Set(
    numeric
      .filter(
        (date) =>
          date.readings.length === 1 && !['ymd', 'named'].includes(date.readings[0]!.order) && !isSymmetric(date),
      )
      .map((date) => date.readings[0]!.order),
  );
  if (plainOnes.size === 1) return { order: [...plainOnes][0]!, sure: 0.97 };
  const days = TERMS.exec(plain(sheet.text));
  const byTerms = days && issue && due ? matching(issue.date, due.date, Number(days[1] ?? days[2])) : undefined;
  if (byTerms) return { order: byTerms, sure: 0.97 };
  if (country === 'US') return { order: 'mdy', sure: 0.92 };
  if (country && !['CA', 'PH'].includes(country)) return { order: 'dmy', sure: 0.94 };
  return { sure: 0.6 };
}

const isSymmetric = (date: PrintedDate) =>
  /^(\d+)\D+(\d+)\D/.exec(date.text)?.[1] === /^(\d+)\D+(\d+)\D/.exec(date.text)?.[2];

function matching(issue: PrintedDate, due: PrintedDate, days: number): Order | undefined {
  const orders = issue.readings.filter((one) =>
    due.readings.some(
      (other) => (other.order === one.order || due.readings.length === 1) && daysBetween(one.iso, other.iso) === days,
    ),
  );
  return orders.length === 1 ? orders[0]!.order : undefined;
}

function resolve(sheet: Sheet, { date, cell, weight }: Dated, settled: Settled): Found {
  const certain = date.readings.length === 1;
  const reading = date.readings.find((one) => one.order === settled.order) ?? date.readings[0]!;
  const form = certain ? 1 : settled.order ? settled.sure : 0.6;
  const sure = Math.min(weight, form) * (date.shortYear ? 0.97 : 1) * trust(sheet, [cell], date.text);
  return { value: reading.iso, sure };
}
