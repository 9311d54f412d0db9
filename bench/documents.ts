/** The whole case on the shipped documents: documents per minute, and what the CPU seconds go into. */
import { join } from 'node:path';
import { type DemoCase, readCases } from '../lib/cli/demo/cases.ts';
import { runCases } from '../lib/cli/demo/run-cases.ts';
import { type Local, startLocal } from '../lib/cli/local.ts';
import type { Progress } from '../lib/cli/progress.ts';
import { stopOcr } from '../lib/documents/ocr.ts';
import { emptyBooks } from './support/books.ts';
import type { Cost } from './support/child.ts';
import { type Figure, figure } from './support/figures.ts';
import { program, type Run } from './support/program.ts';
import { readAlone } from './support/reading.ts';
import { inFolder } from './support/tree.ts';

const QUIET: Progress = { note: () => {}, begin: () => () => {}, end: () => {} };

await program('documents', 3, async (run) => {
  const cases = readCases();
  const alone = await peer(cases, run);
  return inFolder(async (folder) => {
    const local = await startLocal({ dataDir: join(folder, 'data'), port: 0, progress: QUIET });
    try {
      return figures(cases.length, alone, await passes(local, cases, run));
    } finally {
      await local.region.stop();
    }
  });
});

/** Reading and extracting alone, warm. */
async function peer(cases: readonly DemoCase[], { rounds, note }: Run): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (let round = 0; round <= rounds; round++) {
    note(round === 0 ? 'reading alone, to warm up' : `reading alone, round ${round} of ${rounds}`);
    costs.push(await costOf(() => readAlone(cases)));
  }
  await stopOcr();
  return costs.slice(1);
}

/** The first of them pays for the cold starts. */
async function passes(local: Local, cases: readonly DemoCase[], { rounds, note }: Run): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (let round = 0; round <= rounds; round++) {
    note(round === 0 ? 'the whole case, cold' : `the whole case, round ${round} of ${rounds}`);
    await emptyBooks(local.region);
    // The mail about a document is found by the document's name.
    const renamed = cases.map((one) => ({ ...one, name: `${round}-${one.name}` }));
    costs.push(await costOf(() => allAsExpected(local, renamed)));
  }
  return costs;
}

/** A document that ends otherwise than it should would make the figures meaningless. */
async function allAsExpected(local: Local, cases: readonly DemoCase[]): Promise<void> {
  const wrong = (await runCases(local, cases, QUIET)).filter(({ ok }) => !ok);
  if (wrong.length === 0) return;
  const list = wrong.map(({ document, expected, ended, reason }) => `${document}: ${expected}, not ${ended} ${reason}`);
  throw new Error(`documents did not end as they should:\n${list.join('\n')}`);
}

/** CPU seconds are those of this process with all of its threads. */
async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 };
}

function figures(documents: number, alone: readonly Cost[], [cold, ...warm]: readonly Cost[]): Figure[] {
  const perMinute = ({ wall }: Cost) => (60 * documents) / wall;
  const perDocument = ({ cpu }: Cost) => cpu / documents;
  const peer = 'reading and extracting alone';
  const cpu = { name: peer, values: alone.map(perDocument) };
  const median = figure(cpu, 'CPU s').median;
  const warmMedian = figure({ name: '', values: warm.map(perDocument) }, 'CPU s').median;
  return [
    figure({ name: 'documents, warm', values: warm.map(perMinute) }, 'per minute', {
      name: peer,
      values: alone.map(perMinute),
    }),
    figure({ name: 'a document, warm', values: warm.map(perDocument) }, 'CPU s', cpu),
    figure(
      { name: '  of that, all but reading and extracting', values: warm.map((each) => perDocument(each) - median) },
      'CPU s',
      cpu,
    ),
    figure(
      { name: 'cold starts, spread over the first documents', values: [perDocument(cold!) - warmMedian] },
      'CPU s',
      cpu,
    ),
  ];
}
