import type { Command } from 'commander';
import { withApi } from './api/options.ts';
import { exportProof, printKey } from './audit/export.ts';
import { verify } from './audit/verify.ts';
import type { Terminal } from './command.ts';

export const command = (program: Command, terminal: Terminal): void => {
  const audit = program.command('audit').description('export the proof of a run, and verify one offline');
  withApi(audit.command('export'))
    .description('write the proof of a run to a file, and beside it the key that it verifies with')
    .argument('<run>', 'id of the run, or as much of it as is unambiguous among the newest')
    .requiredOption('--out <file>', 'where the proof goes; the key goes to <file>.key')
    .action((run, flags) => exportProof(run, flags, terminal));
  withApi(audit.command('key'))
    .description('print the public key that proofs verify with')
    .action((flags) => printKey(flags, terminal));
  audit
    .command('verify')
    .description('verify a proof; needs no network. Exit 1 names the first entry that does not hold')
    .argument('<file>', 'the proof')
    .option('--key <file>', 'the public key; without it <file>.key, which proves less: it came the way the proof came')
    .option('--checkpoint <file>', 'a checkpoint that you got by another way, such as from the locked bucket')
    .option('--json', 'print only JSON')
    .action((file, flags) => terminal.exit(verify(file, flags, terminal)));
};
