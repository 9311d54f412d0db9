#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { processTerminal } from '../lib/cli/process-terminal.ts';

// Half of a start is reading TypeScript: what Node made of it last time is kept.
enableCompileCache(join(import.meta.dirname, '../.countersign/compiled'));
const terminal = processTerminal();
const args = process.argv.slice(2);
try {
  const { main } = await import('../lib/cli/program.ts');
  await main(args, terminal);
} catch (error) {
  // The command line itself stands on packages: where there are none, what is left says so.
  const { withoutPackages } = await import('../lib/cli/without-packages.ts');
  await withoutPackages(error, args, terminal);
}
