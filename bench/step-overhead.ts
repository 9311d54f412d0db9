/** What governance costs: a step whose tool does nothing, against a bare function in the same machine and region. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { gapsOf } from './support/executions.ts';
import { type Figure, figure, percentile } from './support/figures.ts';
import { BARE, GOVERNED, writeLongWorkflow } from './support/long-workflow.ts';
import { program, type Run } from './support/program.ts';
import { type Deployed, deployTree } from './support/region.ts';
import { copyTree, inFolder } from './support/tree.ts';

const STEPS = 20;
/** Runs before any is counted: every function is loaded, and its code is compiled as far as it will be. */
const WARM_UP = 3;

await program('step-overhead', 10, (run) =>
  inFolder(async (folder) => {
    const tree = copyTree(join(folder, 'tree'));
    rmSync(join(tree, 'statemachines'), { recursive: true });
    writeLongWorkflow(tree, 'governed', STEPS, GOVERNED);
    writeLongWorkflow(tree, 'bare', STEPS, BARE);
    run.note('deploying');
    const deployed = await deployTree(tree, join(folder, 'data'));
    try {
      return figures(await measure(deployed, run));
    } finally {
      await deployed.region.stop();
    }
  }),
);

interface Measured {
  /** Milliseconds of each step. */
  gaps: number[];
  /** CPU milliseconds of a run, by step. */
  cpu: number;
}

type Round = Record<'governed' | 'bare', Measured>;

async function measure(deployed: Deployed, { rounds, note }: Run): Promise<Round[]> {
  const measured: Round[] = [];
  for (let round = -WARM_UP; round < rounds; round++) {
    const governed = await one(deployed, 'governed');
    const bare = await one(deployed, 'bare');
    const [ms, bareMs] = [governed, bare].map(({ gaps }) => percentile(gaps, 0.5));
    note(`${round < 0 ? 'warming up' : `round ${round + 1} of ${rounds}`}: ${ms} ms a step, bare ${bareMs} ms`);
    if (round >= 0) measured.push({ governed, bare });
  }
  return measured;
}

/** The CPU time is that of the whole process: the region, the functions, and what publishes and settles the run. */
async function one(deployed: Deployed, workflow: string): Promise<Measured> {
  const before = process.cpuUsage();
  const gaps = await gapsOf(deployed, workflow);
  const { user, system } = process.cpuUsage(before);
  return { gaps, cpu: (user + system) / 1000 / STEPS };
}

function figures(rounds: readonly Round[]): Figure[] {
  const gaps = (of: keyof Round) => rounds.flatMap((round) => round[of].gaps);
  const cpu = (of: keyof Round) => rounds.map((round) => round[of].cpu);
  const name = 'a governed step that does nothing';
  const peer = 'a bare function';
  return [
    figure({ name, values: gaps('governed') }, 'ms', { name: peer, values: gaps('bare') }),
    figure({ name, values: cpu('governed') }, 'CPU ms', { name: peer, values: cpu('bare') }),
  ];
}
