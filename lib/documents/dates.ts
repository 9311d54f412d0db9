/** A date as printed: every calendar day it could mean (ISO, most likely order first), where it stands in the text, and how it was written. */
export type PrintedDate = {
  text: string;
  index: number;
  readings: { iso: string; order: Order }[];
  separator: string;
  shortYear: boolean;
};
export type Order = 'ymd' | 'dmy' | 'mdy' | 'named';

// The first letters that tell a month apart, accents stripped: English, German, French, Spanish, Italian, Dutch, Polish, Portuguese, Swedish.
const MONTHS = [
  'jan gen ene sty',
  'feb fev fév lut',
  'mar mär mrt maa',
  'apr avr abr kwi',
  'may mai mag maj mei',
  'jun jui(?=n) giu cze',
  'jul jui(?=l) lug lip',
  'aug aou ago sie',
  'sep set wrz',
  'oct okt ott out paz',
  'nov lis',
  'dec dez déc dic gru',
].map((names) => new RegExp(`^(?:${strip(names).split(' ').join('|')})`));

const NUMERIC = /(?<![\d.,/-])(\d{1,4})([./\- ]|\. )(\d{1,2})\2(\d{4}|\d{2})(?![\d]|[./-]\d|,\d)/g;
const NAMED =
  /(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?[ \-./]*(?:de |of )?(\p{L}{3,10})\.?,?[ \-./]*(?:de |del )?(\d{4}|\d{2})(?!\d)/gu;
const NAMED_FIRST = /(?<!\p{L})(\p{L}{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/gu;
const ASIAN = /(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日/g;

/** Every date printed in a text. */
export function findDates(text: string): PrintedDate[] {
  const found = [
    ...[...text.matchAll(NUMERIC)].map(numeric),
    ...[...text.matchAll(NAMED)].map((m) => named(m, m[1]!, m[2]!, m[3]!)),
    ...[...text.matchAll(NAMED_FIRST)].map((m) => named(m, m[2]!, m[1]!, m[3]!)),
    ...[...text.matchAll(ASIAN)].map((m) => printed(m, [[m[1]!, m[2]!, m[3]!, 'ymd']], '年', false)),
  ].filter((date) => date.readings.length > 0);
  return found
    .filter((date) => !found.some((other) => other !== date && covers(other, date)))
    .sort((a, b) => a.index - b.index);
}

const covers = (a: PrintedDate, b: PrintedDate) =>
  a.index <= b.index && a.index + a.text.length >= b.index + b.text.length && a.text.length > b.text.length;

function numeric(match: RegExpMatchArray): PrintedDate {
  const [, first, separator, second, third] = match as unknown as [string, string, string, string, string];
  if (first.length === 4)
    return printed(match, third.length === 2 ? [[first, second, third, 'ymd']] : [], separator, false);
  if (first.length === 3) return printed(match, [], separator, false);
  const short = third.length === 2;
  const orders: [string, string, string, Order][] = [[third, second, first, 'dmy']];
  // A point between the parts is written by those who put the day first.
  if (!separator.startsWith('.')) orders.push([third, first, second, 'mdy']);
  return printed(match, orders, separator.trim(), short);
}

function named(match: RegExpMatchArray, day: string, name: string, year: string): PrintedDate {
  const month = MONTHS.findIndex((one) => one.test(strip(name.toLowerCase())));
  return printed(match, month < 0 ? [] : [[year, String(month + 1), day, 'named']], ' ', year.length === 2);
}

function printed(
  match: RegExpMatchArray,
  orders: [string, string, string, Order][],
  separator: string,
  shortYear: boolean,
): PrintedDate {
  const readings = orders
    .map(([year, month, day, order]) => ({ iso: iso(year, month, day), order }))
    .filter((one) => one.iso !== undefined) as PrintedDate['readings'];
  const distinct = readings.filter((one, i) => readings.findIndex((other) => other.iso === one.iso) === i);
  return { text: match[0], index: match.index!, readings: distinct, separator, shortYear };
}

/** An ISO date, or undefined for a day that does not exist or a year no running business document carries. */
export function iso(year: string, month: string, day: string): string | undefined {
  const full = year.length === 2 ? `20${year}` : year;
  const text = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return exists && full >= '1970' && full <= '2099' ? text : undefined;
}

/** Whole days from one ISO date to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

function strip(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '');
}
