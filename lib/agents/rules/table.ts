import type { InvoiceLine } from '../../documents/fields.ts';
import { type Decimal, round, type Style, same, times, write } from '../../documents/money.ts';
import { type Amount, amountsOf } from './amounts.ts';
import { assign, type Head, headOf } from './columns.ts';
import { type Label, plain } from './labels.ts';
import type { Cell, Row, Sheet } from './page.ts';

/** One line as found, with the rows it stands on and whether quantity × price gives its amount. */
export type TableLine = {
  line: InvoiceLine;
  amount: Decimal;
  gross?: Decimal;
  cells: Cell[];
  proved: boolean;
  row: number;
};

const ENDS = ['total', 'anyTotal', 'subtotal', 'tax', 'paid'];
const MAYBE_ENDS = ['discount', 'shipping'];
const CARRIED =
  /^\W*(carried forward|brought forward|carry ?over|ubertrag|zwischenstand|a reporter|riporto|suma y sigue|transport naar|do przeniesienia|z przeniesienia|page \d|seite \d|pagina \d|strona \d|sida \d|continued)\b/;

/** Reads the lines of every table with a heading; the columns go on over a page break. */
export function readTable(sheet: Sheet, labels: Label[], style: Style | undefined): TableLine[] {
  const lines: TableLine[] = [];
  let head: Head | undefined;
  let pending: Cell[] = [];
  for (const row of sheet.rows) {
    const heading = headOf(row);
    if (heading) [head, pending] = [heading, []];
    else if (head && row.cells.length > 0 && !CARRIED.test(plain(row.text))) {
      if (endsTable(row, head, labels, style)) head = lines.length > 0 ? undefined : head;
      else pending = take(row, head, style, lines, pending);
    }
  }
  return lines;
}

/** The labels under which sums stand end the table, unless the row is an item of that name with a quantity. */
function endsTable(row: Row, head: Head, labels: Label[], style: Style | undefined): boolean {
  const label = labels.find((one) => one.cell.row === row.n && one.from <= 2);
  if (!label) return false;
  const aside = head.description !== undefined && label.cell.from > head.description.from + 6;
  const numbers = row.cells
    .flatMap((cell) => amountsOf(cell, style))
    .filter((amount) => !amount.percent && amount.from >= label.cell.from + label.to);
  if (ENDS.includes(label.meaning)) return aside || numbers.length <= 1 || label.meaning !== 'tax';
  return MAYBE_ENDS.includes(label.meaning) && (aside || numbers.length <= 1);
}

/** Reads a row; text without an amount is kept until it is clear whether it goes on above or begins what is below. */
function take(row: Row, head: Head, style: Style | undefined, lines: TableLine[], pending: Cell[]): Cell[] {
  const found = readRow(row, head, style);
  if (!found) return wrapped(row, head, pending, lines);
  const own = found.line.description !== '';
  const text = pending.map((cell) => cell.text).join(' ');
  if (!own) found.line.description = text;
  else if (text) extend(lines.at(-1), text);
  lines.push(found);
  return [];
}

function wrapped(row: Row, head: Head, pending: Cell[], lines: TableLine[]): Cell[] {
  const cell = row.cells[0]!;
  const start = head.description?.from ?? 0;
  const near = row.n - (pending.at(-1)?.row ?? lines.at(-1)?.row ?? row.n) <= 2;
  return row.cells.length === 1 && near && Math.abs(cell.from - start) <= 8 ? [...pending, cell] : pending;
}

function extend(line: TableLine | undefined, text: string): void {
  if (line) line.line.description = `${line.line.description} ${text}`.trim();
}

function readRow(row: Row, head: Head, style: Style | undefined): TableLine | undefined {
  const { words, numbers } = splitRow(row, style);
  if (numbers.length === 0) return undefined;
  const placed = assign(numbers, head);
  const chosen = prove(numbers, placed) ?? placed;
  const amount = chosen.amount ?? chosen.gross;
  if (!amount || amount.percent || !looksLikeMoney(amount, numbers)) return undefined;
  return toLine(row, words, { ...chosen, amount }, head);
}

/** An amount has decimals or a currency; where the whole row goes without decimals (yen) that is the way of the document. */
const looksLikeMoney = (amount: Amount, numbers: Amount[]) =>
  amount.decimals >= 2 ||
  amount.currency !== undefined ||
  numbers.every((one) => one.decimals === 0 || one.percent) ||
  amount.text.length > 4;

export type Chosen = { quantity?: Amount; unitPrice?: Amount; amount?: Amount; gross?: Amount };

/** Columns can be misplaced by a pixel; multiplication cannot. A triple that multiplies out is believed over the headings. */
export function prove(numbers: Amount[], placed: Chosen): Chosen | undefined {
  const plainOnes = numbers.filter((one) => !one.percent);
  if (
    placed.quantity &&
    placed.unitPrice &&
    placed.amount &&
    multiplies(placed.quantity, placed.unitPrice, placed.amount)
  )
    return placed;
  for (const amount of plainOnes.toReversed()) {
    for (const quantity of plainOnes) {
      for (const unitPrice of plainOnes) {
        const ordered =
          quantity !== unitPrice &&
          quantity.from < amount.from &&
          unitPrice.from < amount.from &&
          quantity.from < unitPrice.from;
        if (ordered && unitPrice.decimals >= amount.decimals && multiplies(quantity, unitPrice, amount))
          return { quantity, unitPrice, amount };
      }
    }
  }
  return undefined;
}

export const multiplies = (quantity: Amount, price: Amount, amount: Amount): boolean =>
  same(round(times(quantity.value, price.value), amount.decimals), amount.value);

function toLine(row: Row, words: Cell[], chosen: Chosen & { amount: Amount }, head: Head): TableLine {
  const { quantity, unitPrice, amount } = chosen;
  const proved = quantity !== undefined && unitPrice !== undefined && multiplies(quantity, unitPrice, amount);
  const line: InvoiceLine = {
    description: describe(words, head),
    ...(quantity && { quantity: write(quantity.value) }),
    ...(unitPrice && { unitPrice: write(unitPrice.value) }),
    amount: write(amount.value),
  };
  return {
    line,
    amount: amount.value,
    ...(chosen.gross && { gross: chosen.gross.value }),
    cells: [...words, ...row.cells.filter((cell) => cell === amount.cell)],
    proved,
    row: row.n,
  };
}

/** The text of the description column; a position number or article code before it is not part of it. */
function describe(words: Cell[], head: Head): string {
  const start = head.description?.from;
  const texts = words.filter((cell) => start === undefined || cell.to > start);
  return (texts.length > 0 ? texts : words)
    .map((cell) => cell.text)
    .join(' ')
    .trim();
}

/** The words and the numbers of a row: a cell of figures with at most a unit is a number, figures within words are words. */
export function splitRow(row: Row, style: Style | undefined): { words: Cell[]; numbers: Amount[] } {
  const words: Cell[] = [];
  const numbers: Amount[] = [];
  for (const cell of row.cells) {
    const amounts = amountsOf(cell, style);
    const letters = cell.text
      .replace(/\b(?:[A-Z]{3}|pcs|szt|Std|St|Stk|hrs?|days?|units?|ea|kg|pc|uds|usl)\b\.?|[€$£¥%]|zł|kr\.?/gu, '')
      .replace(/[^\p{L}]/gu, '').length;
    if (amounts.length > 0 && letters <= 2) numbers.push(...amounts);
    else numbers.push(...tail(cell, amounts, words));
  }
  return { words, numbers };
}

/** Figures at the end of a cell of words are columns that stood too close together: "Consulting 2 1,200.00 2,400.00". */
function tail(cell: Cell, amounts: Amount[], words: Cell[]): Amount[] {
  const trailing: Amount[] = [];
  let end = cell.to;
  for (const amount of amounts.toReversed()) {
    if (!/^[\s€$£¥%]*(?:zł|kr|[A-Z]{3})?[\s€$£¥%]*$/u.test(cell.text.slice(amount.to - cell.from, end - cell.from)))
      break;
    trailing.unshift(amount);
    end = amount.from;
  }
  const counts = trailing.length > 1 || (trailing[0]?.decimals ?? 0) >= 2;
  if (!counts) words.push(cell);
  else {
    const text = cell.text
      .slice(0, end - cell.from)
      .replace(/[€$£¥]\s*$/, '')
      .trim();
    if (text) words.push({ ...cell, text, to: cell.from + text.length });
  }
  return counts ? trailing : [];
}
