import type { Command } from 'commander';
import type { Terminal } from './command.ts';
import { set } from './systems/set.ts';

export const command = (program: Command, terminal: Terminal): void => {
  const systems = program.command('systems').description('say where an external system of a workflow is');
  systems
    .command('set')
    .description('sets address and token of a system; tools that call it take them within five minutes')
    .argument('<workflow>', 'name of the workflow')
    .argument('<system>', 'name of the system in the workflow file')
    .requiredOption('--url <url>', 'address of the system')
    .requiredOption('--token-file <file>', 'file with the token that the system knows us by; - reads standard input')
    .option('--tenant <name>', 'tenant of the deployment', 'acme')
    .option('--region <name>', 'AWS region of the deployment; without it the region that runs on this machine')
    .option('--data <folder>', 'data folder of the region on this machine')
    .action((workflow, system, flags) => set({ workflow, system, ...flags }, terminal));
};
