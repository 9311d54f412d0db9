import { COLUMNS, type Column } from './headings.ts';
import type { Cell, Row, Sheet } from './page.ts';
import { type Meaning, WORDS } from './words.ts';

/** A label found in a cell: what it means and which part of the cell it is (offsets into the cell's text). */
export type Label = { meaning: Meaning; cell: Cell; from: number; to: number };

/** Lower case without accents, sign for sign, so that offsets stay true. */
export function plain(text: string): string {
  return Array.from(
    text,
    (sign) => FOLD[sign] ?? (sign.length > 1 ? '  ' : (sign.normalize('NFKD')[0] ?? sign).toLowerCase()),
  ).join('');
}
const FOLD: Record<string, string> = {
  ß: 's',
  ł: 'l',
  Ł: 'l',
  ø: 'o',
  Ø: 'o',
  æ: 'a',
  '’': "'",
  '‘': "'",
  '–': '-',
  '—': '-',
  '\u00a0': ' ',
  '\u202f': ' ',
  '°': 'o',
  º: 'o',
  '\u2116': '#',
};

// A scanner reads i, l and 1 for one another, so each stands for all three in a label.
const blurred = (pattern: string) => pattern.replace(/(?<!\\)[il]/g, '[il1|]');
const compile = (pattern: string) => new RegExp(`(?<![\\p{L}\\d])(?:${blurred(pattern)})(?![\\p{L}])`, 'gu');
const COMPILED = (Object.keys(WORDS) as Meaning[]).map((meaning) => ({
  meaning,
  patterns: WORDS[meaning].map((one) => compile(one)),
}));
const HEADINGS = (Object.keys(COLUMNS) as Column[]).map((column) => ({
  column,
  patterns: COLUMNS[column].map((one) => compile(one)),
}));

/** The labels of a cell, longest first where they overlap, then from left to right. */
export function labelsOf(cell: Cell): Label[] {
  const text = plain(cell.text);
  const all = COMPILED.flatMap(({ meaning, patterns }) =>
    patterns.flatMap((pattern) =>
      [...text.matchAll(pattern)].map((m) => ({ meaning, cell, from: m.index, to: m.index + m[0].trimEnd().length })),
    ),
  );
  return longest(all.filter((label) => isLabel(label, text)));
}

// Little words that are labels only when nothing but their value or a colon stands around them.
const SHY: Meaning[] = [
  'anyNumber',
  'anyDate',
  'anyTotal',
  'supplier',
  'customer',
  'paid',
  'discount',
  'shipping',
  'shipTo',
  'tax',
  'dueDate',
  'payee',
];

function isLabel(label: { meaning: Meaning; from: number; to: number }, text: string): boolean {
  if (!SHY.includes(label.meaning)) return true;
  const word = text.slice(label.from, label.to);
  const before = text.slice(0, label.from).trim();
  const after = text.slice(label.to).trim();
  if (after.startsWith(':')) return true;
  if (label.meaning === 'supplier' || label.meaning === 'customer') return before === '' && after === '';
  if (word.length < 3) return before === '' && after === '';
  return before === '' || /[\d.,:;)|·•-]$/.test(before) || label.meaning === 'dueDate' || label.meaning === 'payee';
}

function longest<T extends { from: number; to: number }>(labels: T[]): T[] {
  const kept: T[] = [];
  for (const label of labels.sort((a, b) => b.to - b.from - (a.to - a.from))) {
    if (!kept.some((one) => one.from < label.to && label.from < one.to)) kept.push(label);
  }
  return kept.sort((a, b) => a.from - b.from);
}

/** Every label of a document. */
export const findLabels = (sheet: Sheet): Label[] => sheet.rows.flatMap((row) => row.cells.flatMap(labelsOf));

/** Where the value of a label may stand: behind it in its cell, in the next cell to the right, or in the cell below. */
export type Place = { text: string; cell: Cell; where: 'inside' | 'right' | 'below' };

export function places(label: Label, rows: Row[], labels: Label[]): Place[] {
  const { cell } = label;
  const next = labels.find((one) => one.cell === cell && one.from >= label.to);
  const inside = cell.text
    .slice(label.to, next?.from)
    .replace(/^[\s:.#°º-]+/, '')
    .trim();
  const found: Place[] = inside ? [{ text: inside, cell, where: 'inside' }] : [];
  const right = rows[cell.row]!.cells.find((one) => one.from >= cell.to);
  if (right && !next && !startsWithLabel(right, labels))
    found.push({ text: right.text.replace(/^[:\s]+/, ''), cell: right, where: 'right' });
  const below = cellBelow(cell, rows);
  if (below && !startsWithLabel(below, labels)) found.push({ text: below.text, cell: below, where: 'below' });
  return found;
}

const startsWithLabel = (cell: Cell, labels: Label[]) =>
  labels.some((one) => one.cell === cell && one.from === 0 && /^\s*:?\s*$|^\s*:/.test(cell.text.slice(one.to)));

/** The nearest cell under this one, across at most one empty line. */
export function cellBelow(cell: Cell, rows: Row[], reach = 2): Cell | undefined {
  for (const row of rows.slice(cell.row + 1, cell.row + 1 + reach)) {
    const under =
      row.cells.find((one) => one.from < cell.to && one.to > cell.from) ??
      row.cells.find((one) => Math.abs(one.to - cell.to) <= 2);
    if (under) return under;
    if (row.cells.length > 0) return undefined;
  }
  return undefined;
}

/** What a cell means as the heading of a table column; a heading is the whole cell. */
export function headingsOf(cell: Cell): { column: Column; from: number; to: number }[] {
  const text = plain(cell.text);
  const all = HEADINGS.flatMap(({ column, patterns }) =>
    patterns.flatMap((pattern) =>
      [...text.matchAll(pattern)].map((m) => ({ column, from: m.index, to: m.index + m[0].length })),
    ),
  );
  const kept = longest(all);
  const rest = kept
    .reduceRight((left, one) => left.slice(0, one.from) + left.slice(one.to), text)
    .replace(/[\s().,:/€$£%-]|\b[a-z]{3}\b/g, '');
  return rest.length <= 2 ? kept : [];
}
