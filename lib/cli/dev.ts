import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type VirtualClock, virtualClock } from '../region/clock.ts';
import { DEFAULT_DATA, removeNote, writeNote } from './api/note.ts';
import { painter } from './colours.ts';
import { type Terminal, UsageError } from './command.ts';
import { greeting } from './dev/greeting.ts';
import { somePeople } from './dev/people.ts';
import { driveTime } from './dev/virtual-time.ts';
import { type Local, startLocal } from './local.ts';
import { progressOf } from './progress.ts';

interface DevFlags {
  port: string;
  data: string;
  clock: string;
}

export const command = (program: Command, terminal: Terminal): void => {
  program
    .command('dev')
    .description('start the local region with every workflow under statemachines/')
    .option('--port <number>', 'port of the region; API and pages take a free one near it', '4600')
    .option('--data <folder>', 'where the state is kept', DEFAULT_DATA)
    .option('--clock <kind>', 'real, or virtual: passes as real time does, and a line such as +2h moves it on', 'real')
    .action((flags: DevFlags) => dev(flags, terminal));
};

/** Runs until it is interrupted. Whatever kills it, the next start goes on where this one was. */
async function dev(flags: DevFlags, terminal: Terminal): Promise<void> {
  const started = performance.now();
  const dataDir = resolve(flags.data);
  const progress = progressOf(terminal);
  const clock = clockOf(flags.clock);
  const options = { dataDir, port: portOf(flags.port), ...(clock && { clock }), progress };
  terminal.onInterrupt(() => terminal.err('\ninterrupted before it was ready; what was done is kept\n'));
  const local = await startLocal(options);
  progress.end();
  writeNote(dataDir, local);
  const ended = new AbortController();
  terminal.onInterrupt(() => {
    ended.abort();
    return stop(local, dataDir, terminal);
  });
  const seconds = (performance.now() - started) / 1000;
  terminal.out(greeting(local, { seconds, dataDir, paint: painter(terminal.colour.out), people: somePeople() }));
  if (clock) await driveTime(clock, process.stdin, terminal, ended.signal);
}

async function stop({ region }: Local, dataDir: string, terminal: Terminal): Promise<void> {
  terminal.err(`\nstopping; the state is kept in ${dataDir}, start again with the same command\n`);
  removeNote(dataDir);
  await region.stop();
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65_535) return port;
  throw new UsageError(`--port ${text}: a port is a number from 0 (any free one) to 65534`);
}

function clockOf(kind: string): VirtualClock | undefined {
  if (kind === 'real') return undefined;
  if (kind === 'virtual') return virtualClock(Date.now());
  throw new UsageError(`--clock ${kind}: the clock is real or virtual`);
}
