import type { Command } from 'commander';
import type { Problem } from '../workflow/problem.ts';
import { painter } from './colours.ts';
import type { ExitCode, Terminal } from './command.ts';
import { problemText } from './problem-text.ts';
import { readSourceFile } from './source-file.ts';

interface ValidateOptions {
  json?: boolean;
}

export const command = (program: Command, terminal: Terminal): void => {
  program
    .command('validate')
    .description('say everything that is wrong with workflow files')
    .argument('<file...>', 'workflow files, in YAML or TypeScript, or folders that hold a workflow.yaml or workflow.ts')
    .option('--json', 'print {problems: […]} and nothing else')
    .action((files: string[], options: ValidateOptions) => terminal.exit(validate(files, options, terminal)));
};

/** All problems of all files. 1 if one of them is an error. */
function validate(paths: readonly string[], { json = false }: ValidateOptions, terminal: Terminal): ExitCode {
  const checked = paths.map(readSourceFile).map((source) => ({ ...source, problems: source.prove().problems }));
  const all = checked.flatMap(({ path, problems }) => problems.map((problem) => ({ file: path, ...problem })));
  if (json) terminal.out(`${JSON.stringify({ problems: all }, null, 2)}\n`);
  else {
    const paint = painter(terminal.colour.out);
    for (const { path, text, problems } of checked) {
      for (const problem of problems) terminal.out(`${problemText(path, text, problem, paint)}\n\n`);
    }
    terminal.err(`${summary(paths.length, all)}\n`);
  }
  return all.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function summary(files: number, problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  return `${count(files, 'file')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`;
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
