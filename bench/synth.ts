/** How long synthesis takes: with nothing built, with every bundle kept, and as the local region's start asks for it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Cost, runNode } from './support/child.ts';
import { type Figure, figure } from './support/figures.ts';
import { program, type Run } from './support/program.ts';
import { copyTree, inFolder } from './support/tree.ts';

await program('synth', 5, (run) =>
  inFolder(async (folder) => {
    const tree = copyTree(join(folder, 'tree'));
    const rounds: Round[] = [];
    for (let round = 1; round <= run.rounds; round++) rounds.push(await measure(tree, run));
    return figures(rounds);
  }),
);

type Round = Record<'cold' | 'warm' | 'local' | 'bare', Cost>;

async function measure(tree: string, { note }: Run): Promise<Round> {
  const synth = (what: string, app: string, env: Record<string, string> = {}): Promise<Cost> => {
    note(what);
    rmSync(join(tree, 'cdk.out'), { recursive: true, force: true });
    return runNode([app], tree, { CDK_OUTDIR: join(tree, 'cdk.out'), ...env });
  };
  rmSync(join(tree, '.countersign'), { recursive: true, force: true });
  const cold = await synth('nothing built', 'bin/app.ts');
  const warm = await synth('bundles kept', 'bin/app.ts');
  // The switch that lib/cli/assembly uses; what the synthesis checks then is cdk-nag's rules only.
  const local = await synth('bundles kept, as for the local region', 'bin/app.ts', { CDK_VALIDATION: 'false' });
  const bare = await synth('no bundles', 'bench/support/synth-without-bundles.ts');
  return { cold, warm, local, bare };
}

function figures(rounds: readonly Round[]): Figure[] {
  const of = (name: string, what: keyof Round): Figure[] =>
    (['wall', 'cpu'] as const).map((kind) =>
      figure({ name, values: rounds.map((round) => round[what][kind]) }, kind === 'wall' ? 's' : 'CPU s', {
        name: 'the same app without bundling',
        values: rounds.map((round) => round.bare[kind]),
      }),
    );
  return [
    ...of('with nothing built', 'cold'),
    ...of('with every bundle kept', 'warm'),
    ...of("with every bundle kept, without CDK's check of templates", 'local'),
  ];
}
