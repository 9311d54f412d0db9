import { cut, printable, wrap } from './printable.ts';

/** Narrower than this the last column is not cut; the terminal wraps it. */
const NARROWEST = 8;

/**
 * Columns as wide as their widest cell, two spaces apart; the last one gives way where the screen is narrower. Cells of
 * one line each, of anybody's text: what could steer the terminal is made visible.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string {
  const all = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const before = widths.slice(0, -1).reduce((sum, column) => sum + column + 2, 0);
  const left = Math.max(NARROWEST, width - before);
  const line = (row: readonly string[]) =>
    row
      .with(-1, cut(row.at(-1)!, left))
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return `${all.map(line).join('\n')}\n`;
}

/** Lines of a name and what it is, the names in a column; long values go on below themselves. */
export function facts(pairs: readonly (readonly [name: string, value: string])[], width: number): string {
  const widest = Math.max(...pairs.map(([name]) => name.length)) + 2;
  return pairs.map(([name, value]) => `${wrap(value, width, name.padEnd(widest))}\n`).join('');
}
