import { type Style, write } from '../../documents/money.ts';
import type { Label } from './labels.ts';
import type { Cell, Row, Sheet } from './page.ts';
import { prove, splitRow, type TableLine } from './table.ts';

const SUMS = ['total', 'anyTotal', 'subtotal', 'tax', 'paid'];

/**
 * Reads the lines of a paper without headings, such as a till receipt: every row above the first sum that ends in an amount.
 * Only believed when they add up, which is for the caller to see.
 */
export function readSlip(sheet: Sheet, labels: Label[], style: Style | undefined): TableLine[] {
  const lines: TableLine[] = [];
  let above: Cell | undefined;
  for (const row of sheet.rows) {
    if (labels.some((label) => label.cell.row === row.n && SUMS.includes(label.meaning)) && lines.length > 0) break;
    const line = readRow(row, style, above);
    if (line) lines.push(line);
    above = line ? undefined : row.cells.length === 1 ? row.cells[0] : above;
  }
  return lines;
}

function readRow(row: Row, style: Style | undefined, above: Cell | undefined): TableLine | undefined {
  const { words, numbers } = splitRow(row, style);
  const last = numbers.at(-1);
  const { quantity, unitPrice, amount = last } = prove(numbers, {}) ?? {};
  // Without decimals only a product that comes out right tells an amount from a house number.
  if (!amount || amount.percent || (amount.decimals < 2 && !quantity)) return undefined;
  const description = words.map((cell) => cell.text.replace(/^\d+ ?[xX*] /, '')).join(' ') || above?.text;
  if (!description) return undefined;
  const line = {
    description,
    ...(quantity && unitPrice && { quantity: write(quantity.value), unitPrice: write(unitPrice.value) }),
    amount: write(amount.value),
  };
  return { line, amount: amount.value, cells: [...words, amount.cell], proved: quantity !== undefined, row: row.n };
}
