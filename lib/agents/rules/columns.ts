import type { Amount } from './amounts.ts';
import type { Column } from './headings.ts';
import { headingsOf } from './labels.ts';
import type { Row } from './page.ts';

/** The heading of a table: where each column stands. */
export type Head = {
  columns: { column: Column; from: number; to: number }[];
  description?: { from: number; to: number };
};

const NUMERIC: Column[] = [
  'quantity',
  'unitPrice',
  'discount',
  'taxRate',
  'tax',
  'amount',
  'gross',
  'position',
  'unit',
];

/** The heading in a row: at least two columns, one of them of money and one of goods. */
export function headOf(row: Row): Head | undefined {
  if (row.cells.length < 2 && !/\s/.test(row.text.trim())) return undefined;
  const columns = row.cells.flatMap((cell) =>
    headingsOf(cell).map(({ column, from, to }) => ({ column, from: cell.from + from, to: cell.from + to })),
  );
  const has = (...wanted: Column[]) => columns.some(({ column }) => wanted.includes(column));
  const words = row.text.replace(/[^\p{L}]/gu, '').length;
  const covered = columns.reduce((sum, { from, to }) => sum + to - from, 0);
  if (
    columns.length < 2 ||
    !has('amount', 'gross', 'unitPrice') ||
    !has('description', 'quantity', 'code', 'position') ||
    covered < words * 0.5
  )
    return undefined;
  return resolved(columns);
}

/** "Price" with no other amount is the amount; of two amounts the first without a unit price is the price, a later one the gross. */
function resolved(columns: Head['columns']): Head {
  const sorted = columns.toSorted((a, b) => a.from - b.from);
  const amounts = sorted.filter(({ column }) => column === 'amount');
  const hasPrice = sorted.some(({ column }) => column === 'unitPrice');
  if (amounts.length > 1 && !hasPrice) amounts[0]!.column = 'unitPrice';
  else if (amounts.length > 1) amounts.at(-1)!.column = 'gross';
  if (amounts.length === 0 && !sorted.some(({ column }) => column === 'gross'))
    sorted.findLast(({ column }) => column === 'unitPrice')!.column = 'amount';
  const description =
    sorted.find(({ column }) => column === 'description') ?? sorted.find(({ column }) => column === 'code');
  return { columns: sorted, ...(description && { description }) };
}

type Placed = Partial<Record<Column, Amount>>;

/** Gives each number the column it stands under; both run from left to right, so the whole assignment is weighed at once. */
export function assign(numbers: Amount[], head: Head): Placed {
  const columns = head.columns.filter(({ column }) => NUMERIC.includes(column));
  const memo = new Map<string, { cost: number; placed: Placed }>();
  const solve = (n: number, c: number): { cost: number; placed: Placed } => {
    if (n === numbers.length) return { cost: 0, placed: {} };
    const key = `${n},${c}`;
    const known = memo.get(key);
    if (known) return known;
    const skipNumber = solve(n + 1, c);
    let best = { cost: skipNumber.cost + 30, placed: skipNumber.placed };
    if (c < columns.length) {
      const skipColumn = solve(n, c + 1);
      if (skipColumn.cost < best.cost) best = skipColumn;
      const { column } = columns[c]!;
      const use = solve(n + 1, c + 1);
      const cost = use.cost + distance(numbers[n]!, columns[c]!) + unlikely(numbers[n]!, column);
      if (cost < best.cost) best = { cost, placed: { ...use.placed, [column]: numbers[n]! } };
    }
    memo.set(key, best);
    return best;
  };
  return solve(0, 0).placed;
}

const distance = (a: { from: number; to: number }, b: { from: number; to: number }) =>
  Math.min(Math.abs(a.from - b.from), Math.abs(a.to - b.to), Math.abs(a.from + a.to - b.from - b.to) / 2);

function unlikely(amount: Amount, column: Column): number {
  const rate = column === 'taxRate' || column === 'discount';
  if (amount.percent) return rate ? 0 : 25;
  if (column === 'position') return amount.decimals > 0 ? 25 : 0;
  return column === 'unit' ? 6 : 0;
}
