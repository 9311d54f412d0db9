/** How long `countersign dev` takes until it is ready: the first time, again, and after one tool has changed. */
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Cost, runNode, runNodeUntil } from './support/child.ts';
import { type Figure, figure } from './support/figures.ts';
import { program, type Run } from './support/program.ts';
import { copyTree, inFolder } from './support/tree.ts';

/** What no synthesis can do without: loading its two big packages, and an app with nothing in it. */
const EMPTY_APP = `
  const { App, Stack } = await import('aws-cdk-lib');
  await import('esbuild');
  const app = new App({ outdir: process.env.BENCH_DATA });
  new Stack(app, 'Empty');
  app.synth();
`;
/** What no start can do without: a region with nothing in it. */
const EMPTY_REGION = `
  const { createRegion } = await import('./lib/region/region.ts');
  const region = await createRegion({ dataDir: process.env.BENCH_DATA });
  await region.stop();
`;
const TOOL = 'statemachines/document-processing/tools/attest-compliance.ts';

await program('start-up', 3, (run) =>
  inFolder(async (folder) => {
    const tree = copyTree(join(folder, 'tree'));
    const rounds: Round[] = [];
    for (let round = 1; round <= run.rounds; round++) rounds.push(await measure(tree, join(folder, 'data'), run));
    return figures(rounds);
  }),
);

type Round = Record<'emptyApp' | 'emptyRegion' | 'first' | 'again' | 'changed', Cost>;

async function measure(tree: string, data: string, { note }: Run): Promise<Round> {
  for (const made of [join(tree, '.countersign'), data]) rmSync(made, { recursive: true, force: true });
  mkdirSync(data);
  const dev = ['bin/countersign.ts', 'dev', '--port', '0', '--data', data];
  const start = (what: string): Promise<Cost> => {
    note(what);
    return runNodeUntil('Countersign is ready', dev, tree);
  };
  const emptyApp = await runScript(EMPTY_APP, tree, join(data, 'empty-app'));
  const first = await start('first start');
  const emptyRegion = await runScript(EMPTY_REGION, tree, join(data, 'empty-region'));
  const again = await start('start with nothing changed');
  appendFileSync(join(tree, TOOL), `\n// ${performance.now()}\n`);
  const changed = await start('start with one tool changed');
  return { emptyApp, first, emptyRegion, again, changed };
}

function runScript(script: string, cwd: string, data: string): Promise<Cost> {
  return runNode(['--input-type=module', '--eval', script], cwd, { BENCH_DATA: data });
}

function figures(rounds: readonly Round[]): Figure[] {
  const against = (name: string, of: keyof Round, peerName: string, peer: keyof Round): Figure[] =>
    (['wall', 'cpu'] as const).map((kind) =>
      figure({ name, values: rounds.map((round) => round[of][kind]) }, kind === 'wall' ? 's' : 'CPU s', {
        name: peerName,
        values: rounds.map((round) => round[peer][kind]),
      }),
    );
  const emptyApp = 'an empty CDK app beside esbuild';
  return [
    ...against('first start', 'first', emptyApp, 'emptyApp'),
    ...against('start with nothing changed', 'again', 'an empty region', 'emptyRegion'),
    ...against('start with one tool changed', 'changed', emptyApp, 'emptyApp'),
  ];
}
