/** `countersign explain`: what a workflow may use, path by path, and what was proved of it. */
import type { Command } from 'commander';
import { painter } from './colours.ts';
import type { ExitCode, Terminal } from './command.ts';
import { type Explained, explain } from './explain/explain.ts';
import { explainedText } from './explain/text.ts';
import { problemText } from './problem-text.ts';
import { readSourceFile } from './source-file.ts';

export const command = (program: Command, terminal: Terminal): void => {
  program
    .command('explain')
    .description('print what a run may cost and take on every path, and what was proved')
    .argument('<file>', 'a workflow file, or a folder that holds one')
    .option('--json', 'print one JSON document and nothing else')
    .action((file: string, options: { json?: boolean }) => terminal.exit(explainFile(file, options, terminal)));
};

/** 1, and no explanation, if the file has errors. */
function explainFile(path: string, { json = false }: { json?: boolean }, terminal: Terminal): ExitCode {
  const source = readSourceFile(path);
  const proved = source.prove();
  const paint = painter(terminal.colour.err);
  for (const problem of proved.problems) terminal.err(`${problemText(source.path, source.text, problem, paint)}\n\n`);
  const explained: Explained | undefined = explain(proved);
  if (!explained) return 1;
  terminal.out(
    json
      ? `${JSON.stringify(explained, null, 2)}\n`
      : explainedText(explained, painter(terminal.colour.out), terminal.width),
  );
  return 0;
}
