import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { print } from '../compile/print.ts';
import { painter } from './colours.ts';
import type { ExitCode, Terminal } from './command.ts';
import { problemText } from './problem-text.ts';
import { readSourceFile } from './source-file.ts';

interface CompileOptions {
  /** File for the result; without it the result goes to stdout. */
  out?: string;
}

export const command = (program: Command, terminal: Terminal): void => {
  program
    .command('compile')
    .description('print the States Language of a workflow')
    .argument('<file>', 'a workflow file, in YAML or TypeScript, or a folder that holds a workflow.yaml or workflow.ts')
    .option('--out <file>', 'write it to a file')
    .action((file: string, options: CompileOptions) => terminal.exit(compileFile(file, options, terminal)));
};

/** The States Language of a workflow. 1, and no result, if the file has errors. */
function compileFile(path: string, { out }: CompileOptions, terminal: Terminal): ExitCode {
  const source = readSourceFile(path);
  const { compiled, problems } = source.prove();
  const paint = painter(terminal.colour.err);
  for (const problem of problems) terminal.err(`${problemText(source.path, source.text, problem, paint)}\n\n`);
  if (!compiled || problems.some(({ severity }) => severity === 'error')) return 1;
  const text = print(compiled.asl);
  if (out === undefined) terminal.out(text);
  else {
    writeFileSync(out, text);
    terminal.err(`wrote ${out}\n`);
  }
  return 0;
}
