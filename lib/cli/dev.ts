import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { readDirectory } from '../policy/directory.ts';
import { virtualClock } from '../region/clock.ts';
import { painter } from './colours.ts';
import { type Terminal, UsageError } from './command.ts';
import { type Local, startLocal } from './local.ts';
import { DEFAULT_DATA, writeNote } from './local-note.ts';
import { sourceTree } from './source-tree.ts';

interface DevFlags {
  port: string;
  data: string;
  clock: string;
}

export const command = (program: Command, terminal: Terminal): void => {
  program
    .command('dev')
    .description('start the local region with every workflow under statemachines/')
    .option('--port <number>', 'port of the region; API and pages take the next one', '4600')
    .option('--data <folder>', 'where the state is kept', DEFAULT_DATA)
    .option('--clock <kind>', 'real, or virtual: time moves only when nothing else does', 'real')
    .action((flags: DevFlags) => dev(flags, terminal));
};

/** Runs until it is interrupted. Whatever kills it, the next start goes on where this one was. */
async function dev(flags: DevFlags, terminal: Terminal): Promise<void> {
  const started = performance.now();
  const local = await startLocal({
    dataDir: flags.data,
    port: portOf(flags.port),
    ...clockOf(flags.clock),
    progress: (line) => terminal.err(`${line}\n`),
  });
  writeNote(flags.data, local);
  terminal.out(greeting(local, performance.now() - started, painter(terminal.colour.out)));
  await interrupted();
  terminal.err('\nstopping; the state is kept, start again with the same command\n');
  await local.region.stop();
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_535) return port;
  throw new UsageError(`--port ${text}: a port is a number from 0 (any free one) to 65534`);
}

function clockOf(kind: string): object {
  if (kind === 'real') return {};
  if (kind === 'virtual') return { clock: virtualClock(Date.now()) };
  throw new UsageError(`--clock ${kind}: the clock is real or virtual`);
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

function greeting({ url, mailbox, region }: Local, milliseconds: number, paint: ReturnType<typeof painter>): string {
  const lines: [string, string][] = [
    ['Start page', `${url}/`],
    ['Mailbox', mailbox],
    ['API', `${url}/v1/openapi.json`],
    ['Region', region.endpoint],
  ];
  const places = lines.map(([name, place]) => `  ${name.padEnd(11)} ${paint('cyan', place)}`);
  return `
${paint('bold', 'Countersign is ready')} (${(milliseconds / 1000).toFixed(1)} s): the local region runs every workflow under statemachines/.

${places.join('\n')}

What to do next, in another terminal:
  1. npx countersign runs start document-processing \\
       --document statemachines/document-processing/documents/kettle-receipt-photo.jpg
  2. Open the mailbox: in a few seconds a mail asks for your decision. Follow its link, type its code, approve.
  3. npx countersign runs list
  4. npx countersign audit export RUN --out proof.json && npx countersign audit verify proof.json

Or hand documents in on the start page. Sign in there as one of these people; the code comes to the mailbox:
${people().join('\n')}

Ctrl+C stops; the state stays.
`;
}

/** People of the demonstration directory, one for each thing that can be done on the pages. */
function people(): string[] {
  const text = readFileSync(join(sourceTree(), 'policies/directory.yaml'), 'utf8');
  const { people } = readDirectory(parse(text));
  return people.slice(0, 6).map(({ email, roles }) => `  ${email.padEnd(32)} ${roles.join(', ')}`);
}
