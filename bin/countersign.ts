#!/usr/bin/env node
import { processTerminal } from '../lib/cli/command.ts';
import { main } from '../lib/cli/program.ts';

// What a command has to put away it puts away itself; if none listens, the process ends here, with its own code.
process.once('SIGINT', () => {
  process.exitCode = 130;
  if (process.listenerCount('SIGINT') === 0) process.exit();
});

await main(process.argv.slice(2), processTerminal());
