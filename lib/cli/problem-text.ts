import type { Problem } from '../workflow/problem.ts';
import type { Paint } from './colours.ts';
import { printable } from './printable.ts';

/** Columns of the source that are shown around a place in a long line. */
const WIDTH = 100;

/** A problem as a compiler prints it: place, code, message, the line with a caret, and what to do. */
export function problemText(file: string, source: string, problem: Problem, paint: Paint): string {
  const { line, column, severity, code, message, fix } = problem;
  const tone = severity === 'error' ? 'red' : 'yellow';
  const head = `${paint('bold', `${file}:${line}:${column}`)} ${paint(tone, severity)} ${paint('dim', code)}`;
  return [
    head,
    `  ${printable(message)}`,
    ...excerpt(source, line, column, paint),
    ...(fix ? [`  ${paint('cyan', 'fix:')} ${printable(fix)}`] : []),
  ].join('\n');
}

function excerpt(source: string, line: number, column: number, paint: Paint): string[] {
  const row = source.split('\n')[line - 1];
  if (row === undefined || row.trim() === '') return [];
  const from = Math.max(0, column - 1 - WIDTH / 2);
  const shown = printable(row.slice(from, from + WIDTH));
  const gutter = String(line);
  const caret = ' '.repeat(column - 1 - from);
  return [
    paint('dim', `  ${gutter} │ `) + shown,
    `${paint('dim', `  ${' '.repeat(gutter.length)} │ `)}${caret}${paint('red', '^')}`,
  ];
}
