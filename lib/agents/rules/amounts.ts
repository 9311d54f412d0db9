import { findDates } from '../../documents/dates.ts';
import { type Decimal, inferStyle, NUMBER, negate, readNumber, type Style } from '../../documents/money.ts';
import type { Cell, Sheet } from './page.ts';

/** A number printed in a cell, with its columns on the sheet and the currency that stands at it (as printed); `mended` when a lost decimal sign was put back. */
export type Amount = {
  value: Decimal;
  text: string;
  cell: Cell;
  from: number;
  to: number;
  percent: boolean;
  currency?: string;
  ambiguous: boolean;
  mended: boolean;
  decimals: number;
};

const SIGNS =
  'R\\$|US\\$|C\\$|CA\\$|A\\$|AU\\$|S\\$|HK\\$|NZ\\$|€|\\$|£|¥|₹|₩|₪|₺|zł|zl|Kč|Ft|Fr\\.|SFr\\.?|kr\\.?|lei|[A-Z]{3}';
const BEFORE = new RegExp(`(?<![\\p{L}])(${SIGNS})\\s?([-−(]?)\\s?$`, 'u');
const AFTER = new RegExp(`^\\s?(${SIGNS})(?![\\p{L}\\d])`, 'u');

/** The numbers of a cell that can be amounts, quantities or rates: not parts of dates, codes or names. */
export function amountsOf(cell: Cell, style: Style | undefined): Amount[] {
  const dates = findDates(cell.text);
  return [...cell.text.matchAll(NUMBER)].flatMap((match) => {
    const [from, to] = [match.index, match.index + match[0].length];
    if (dates.some((date) => from < date.index + date.text.length && to > date.index)) return [];
    return toAmount(cell, match[0], from, to, style) ?? [];
  });
}

function toAmount(cell: Cell, text: string, from: number, to: number, style: Style | undefined): Amount | undefined {
  const [head, tail] = [cell.text.slice(0, from), cell.text.slice(to)];
  const before = BEFORE.exec(head);
  const after = AFTER.exec(tail);
  if (!before && /[\p{L}\d/_#*.,]$|[\p{L}\d]-$/u.test(head)) return undefined;
  if (/^[\p{L}_]|^[-/.]\d|^\/|^-\p{L}/u.test(tail) && !after && !/^(x|X|kr|h|St|pcs|szt)\b/.test(tail))
    return undefined;
  const lost = hasLostDecimals(text, style);
  const value = lost
    ? readNumber(`${text.slice(0, -2)}${style === 'comma' ? ',' : '.'}${text.slice(-2)}`, style)
    : readNumber(text, style);
  if (!value) return undefined;
  const negative =
    /[-−]\s?$|^\s*\($/.test(before ? head.slice(0, before.index) : head) ||
    /[-−(]/.test(before?.[2] ?? '') ||
    /^[-−](?![-\d\p{L}])/u.test(tail);
  const sign = before?.[1] ?? after?.[1];
  return {
    value: negative ? negate(value) : value,
    text,
    cell,
    from: cell.from + from,
    to: cell.from + to,
    percent: /^\s?%/.test(tail),
    ...(sign && { currency: sign }),
    mended: lost,
    ambiguous: style === undefined && /^\d{1,3}[.,]\d{3}$/.test(text),
    decimals: value.scale,
  };
}

/** "234.52489" in a document that writes "12.000,00": the scanner lost the comma. Such a number has to prove itself in a sum. */
function hasLostDecimals(text: string, style: Style | undefined): boolean {
  return (
    style !== undefined &&
    (style === 'comma' ? /^[1-9]\d{0,2}(?:\.\d{3})*\.\d{5}$/ : /^[1-9]\d{0,2}(?:,\d{3})*,\d{5}$/).test(text)
  );
}

/** The style of the sheet's numbers. Percentages, dates and codes are left out: only what looks like money votes. */
export function styleOfSheet(sheet: Sheet): { style: Style; share: number } | undefined {
  const numbers = sheet.rows
    .flatMap((row) => row.cells.flatMap((cell) => amountsOf(cell, undefined)))
    .filter((amount) => !amount.percent);
  return inferStyle(numbers.map((amount) => amount.text).filter((text) => !/^\d+$/.test(text)));
}
