import type { Command } from 'commander';
import { withApi } from './api/options.ts';
import type { Terminal } from './command.ts';
import { send } from './signals/send.ts';

export const command = (program: Command, terminal: Terminal): void => {
  const signals = program.command('signals').description('tell a run what it waits for');
  withApi(signals.command('send'))
    .description('sends a signal; one that nobody waits for yet is kept for 30 days')
    .argument('<name>', 'name of the signal, such as payment.received')
    .requiredOption('--key <text>', 'what the run knows it by, such as an order number')
    .option('--body <file>', 'what it says (JSON); - reads standard input')
    .option('--id <text>', 'the same id is the same signal; by default made from key and body')
    .action((name, flags) => send(name, flags, terminal));
};
