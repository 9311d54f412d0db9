/** `countersign policy test`: decides the examples of a policy folder. */
import type { Command } from 'commander';
import { type ExampleResult, runExamples } from '../policy/examples.ts';

export const command = (program: Command): void => {
  program
    .command('policy')
    .description('policies as files with their expected answers')
    .command('test')
    .description('decides every example in ALLOW/ and DENY/ and says which come out otherwise')
    .argument('[folder]', 'the policy folder', 'policies')
    .option('--json', 'one JSON document instead of lines')
    .action(test);
};

function test(folder: string, { json }: { json?: boolean }): void {
  const results = runExamples(folder);
  const wrong = results.filter(({ ok }) => !ok);
  if (json) console.log(JSON.stringify({ examples: results.length, failed: wrong.length, results }, null, 2));
  else print(results, wrong.length);
  if (wrong.length > 0 || results.length === 0) process.exitCode = 1;
}

function print(results: readonly ExampleResult[], wrong: number): void {
  for (const result of results) console.log(lineOf(result));
  console.log(`${results.length - wrong} of ${results.length} examples are decided as expected`);
}

function lineOf({ ok, file, about, decision, expected, errors }: ExampleResult): string {
  if (ok) return `ok    ${file}  ${about}`;
  const why = errors.length > 0 ? ` (${errors.join('; ')})` : '';
  return `WRONG ${file}  ${about}\n      ${decision}, expected ${expected}${why}`;
}
