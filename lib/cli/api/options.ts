import type { Command } from 'commander';

/** The options of every command that calls the API. */
export const withApi = (command: Command): Command =>
  command
    .option('--json', 'print only JSON')
    .option('--endpoint <url>', 'address of the API; without it the region that runs on this machine')
    .option('--data <folder>', 'data folder of the region on this machine');
