import type { Command } from 'commander';
import { withApi } from './api/options.ts';
import type { Terminal } from './command.ts';
import { list } from './runs/list.ts';
import { show } from './runs/show.ts';
import { start } from './runs/start.ts';
import { stop } from './runs/stop.ts';
import { VIEWS } from './runs/views.ts';

const RUN = 'id of the run, or as much of it as is unambiguous among the newest';

export const command = (program: Command, terminal: Terminal): void => {
  const runs = program.command('runs').description('start, list, show and stop runs');
  withApi(runs.command('start'))
    .description('ask for a run, with an input or with a document')
    .argument('<workflow>', 'name of the workflow')
    .option('--input <file>', 'its input (JSON); - reads the standard input')
    .option('--document <file>', 'hand in a document: the workflow starts as for one dropped in its bucket')
    .option('--key <text>', 'idempotency key, with --input: the same key is the same run')
    .action((workflow, flags) => start(workflow, flags, terminal));
  withApi(runs.command('list'))
    .description('runs, newest first')
    .option('--status <status>', 'only runs of this status, such as RUNNING or EXCEPTED')
    .option('--workflow <name>', 'only runs of this workflow')
    .option('--limit <number>', 'runs on one page, up to 100', '25')
    .option('--cursor <text>', 'go on after the page before')
    .action((flags) => list(flags, terminal));
  for (const [name, view] of Object.entries(VIEWS)) {
    withApi(runs.command(name))
      .description(view.does)
      .argument('<run>', RUN)
      .action((run, flags) => show(view, run, flags, terminal));
  }
  withApi(runs.command('stop'))
    .description('ask for a run to be stopped; its effects are undone')
    .argument('<run>', RUN)
    .action((run, flags) => stop(run, flags, terminal));
};
