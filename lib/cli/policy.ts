/** `countersign policy test`: decides the examples of a policy folder. */
import type { Command } from 'commander';
import { type ExampleResult, runExamples } from '../policy/examples.ts';
import type { Terminal } from './command.ts';

export function command(program: Command, terminal: Terminal): void {
  program
    .command('policy')
    .description('policies as files with their expected answers')
    .command('test')
    .description('decides every example in ALLOW/ and DENY/ and says which come out otherwise')
    .argument('[folder]', 'the policy folder', 'policies')
    .option('--json', 'one JSON document instead of lines')
    .action((folder: string, flags: { json?: boolean }) => test(folder, flags, terminal));
}

function test(folder: string, { json }: { json?: boolean }, terminal: Terminal): void {
  const results = runExamples(folder);
  const failed = results.filter(({ ok }) => !ok).length;
  terminal.out(
    json ? `${JSON.stringify({ examples: results.length, failed, results }, null, 2)}\n` : textOf(results, failed),
  );
  terminal.exit(failed > 0 || results.length === 0 ? 1 : 0);
}

const textOf = (results: readonly ExampleResult[], failed: number): string =>
  `${results.map(lineOf).join('')}${results.length - failed} of ${results.length} examples are decided as expected\n`;

function lineOf({ ok, file, about, decision, expected, errors }: ExampleResult): string {
  if (ok) return `ok    ${file}  ${about}\n`;
  const why = errors.length > 0 ? ` (${errors.join('; ')})` : '';
  return `WRONG ${file}  ${about}\n      ${decision}, expected ${expected}${why}\n`;
}
