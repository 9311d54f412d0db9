/** How long a file takes from its text to machines and proofs: by its length, by the number of files, and in a terminal. */
import { join } from 'node:path';
import { parse } from 'yaml';
import { prove } from '../lib/compile/prove.ts';
import { filesOf } from '../lib/workflow/files.ts';
import { runNode } from './support/child.ts';
import { type Figure, figure, type Series } from './support/figures.ts';
import { workflowOf } from './support/long-workflow.ts';
import { program, type Run } from './support/program.ts';

const FILES = filesOf({ './tools/nothing.ts': '' });
const REPOSITORY = join(import.meta.dirname, '..');
const FILE = 'statemachines/order-saga/workflow.yaml';

await program('compile', 10, async (run) => [...lengths(run), many(run), ...(await inTerminal(run))]);

/** Of 50, 250 and 1,000 steps; beside each, what only reading the YAML takes. */
function lengths({ rounds, note }: Run): Figure[] {
  return [50, 250, 1000].map((steps) => {
    note(`${steps} steps`);
    const text = JSON.stringify(workflowOf('long', steps), null, 2);
    for (let warm = 0; warm < 3; warm++) proved(text);
    const [own, peer]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      own.push(milliseconds(() => proved(text)));
      peer.push(milliseconds(() => parse(text)));
    }
    return figure({ name: `${steps} steps, from text to proofs`, values: own }, 'ms', {
      name: 'reading the YAML alone',
      values: peer,
    });
  });
}

/** A thousand different workflows of ten steps, each beside the one that came first. */
function many({ note }: Run): Figure {
  note('1,000 workflows');
  const times = Array.from({ length: 1000 }, (_, index) => {
    const text = JSON.stringify(workflowOf(`workflow-${index}`, 10));
    return milliseconds(() => proved(text));
  });
  const [first, last]: [Series, Series] = [
    { name: 'the first hundred of them', values: times.slice(0, 100) },
    { name: 'the last hundred of 1,000 workflows of ten steps', values: times.slice(-100) },
  ];
  return figure(last, 'ms', first);
}

/** `countersign validate` of one file, beside a Node that does nothing. */
async function inTerminal({ rounds, note }: Run): Promise<Figure[]> {
  const [own, bare]: [number[], number[]] = [[], []];
  note('validate');
  for (let round = 0; round < rounds; round++) {
    own.push((await runNode(['bin/countersign.ts', 'validate', FILE], REPOSITORY)).wall * 1000);
    bare.push((await runNode(['-e', '0'], REPOSITORY)).wall * 1000);
  }
  return [figure({ name: 'countersign validate of one file', values: own }, 'ms', { name: 'node -e 0', values: bare })];
}

function proved(text: string): void {
  const { bounds, problems } = prove(text, FILES);
  if (!bounds) throw new Error(`the workflow of the benchmark has errors: ${JSON.stringify(problems[0])}`);
}

function milliseconds(act: () => void): number {
  const began = performance.now();
  act();
  return performance.now() - began;
}
