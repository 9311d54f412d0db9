/** The interpreter in virtual time, beside another one that runs in process. Neither waits, neither calls a service. */
import { StateMachine as PeerMachine } from 'aws-local-stepfunctions';
import { run } from '../lib/asl/run.ts';
import type { Json, StateMachine } from '../lib/asl/types.ts';
import { type Figure, figure } from './support/figures.ts';
import { program } from './support/program.ts';

const LAMBDA = 'arn:aws:lambda:us-east-1:111111111111:function:double';

interface Work {
  name: string;
  definition: object;
  input: Json;
  /** Executions in one measurement. */
  times: number;
}

const chain = (length: number): object => ({
  StartAt: 'S0',
  States: Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `S${index}`,
      { Type: 'Pass', ...(index < length - 1 ? { Next: `S${index + 1}` } : { End: true }) },
    ]),
  ),
});

const map = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: {
        StartAt: 'One',
        States: { One: { Type: 'Pass', ResultPath: '$.seen', Result: true, End: true } },
      },
      End: true,
    },
  },
};

/** Ten states: what a small workflow is made of. */
const small = {
  StartAt: 'Shape',
  States: {
    Shape: { Type: 'Pass', Parameters: { 'n.$': '$.n', 'label.$': "States.Format('order {}', $.n)" }, Next: 'Double' },
    Double: { Type: 'Task', Resource: LAMBDA, ResultPath: '$.first', Next: 'Big' },
    Big: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericGreaterThan: 1e6, Next: 'Stop' }], Default: 'Note' },
    Note: { Type: 'Pass', Result: { noted: true }, ResultPath: '$.note', Next: 'Pause' },
    Pause: { Type: 'Wait', Seconds: 1, Next: 'Again' },
    Again: { Type: 'Task', Resource: LAMBDA, InputPath: '$.first', ResultPath: '$.second', Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: { Type: 'Pass', End: true } } },
        { StartAt: 'Right', States: { Right: { Type: 'Pass', OutputPath: '$.note', End: true } } },
      ],
      ResultPath: '$.both',
      Next: 'Done',
    },
    Stop: { Type: 'Fail', Error: 'TooBig' },
    Done: { Type: 'Succeed' },
  },
};

const WORKS: Work[] = [
  { name: 'a chain of 1,000 Pass states', definition: chain(1000), input: { a: 1 }, times: 1 },
  {
    name: 'a Map of 1,000 items',
    definition: map,
    input: { items: Array.from({ length: 1000 }, (_, n) => ({ n })) },
    times: 1,
  },
  { name: '200 executions of ten states', definition: small, input: { n: 3 }, times: 200 },
];

const double = (input: unknown): { n: number } => ({ n: (input as { n: number }).n * 2 });

/** A task that doubles takes its result from a mock: the same as a handler that answers at once. */
const mocks = {
  tasks: [
    { state: 'Double', return: double({ n: 3 }) },
    { state: 'Again', return: double({ n: 6 }) },
  ],
};

async function ours({ definition, input, times }: Work): Promise<Json | undefined> {
  let output: Json | undefined;
  for (let time = 0; time < times; time += 1) {
    const result = await run(definition as StateMachine, input, { mocks });
    if (result.status !== 'SUCCEEDED') throw new Error(`${result.status}: ${result.cause}`);
    ({ output } = result);
  }
  return output;
}

async function theirs(machine: PeerMachine, { input, times }: Work): Promise<unknown> {
  const handler = async (task: unknown) => double(task);
  const taskResourceLocalHandlers = { Double: handler, Again: handler };
  const overrides = { taskResourceLocalHandlers, waitTimeOverrides: { Pause: 0 } };
  let output: unknown;
  for (let time = 0; time < times; time += 1) output = await machine.run(input, { overrides }).result;
  return output;
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

await program('asl', 20, async ({ rounds, note }) => {
  const figures: Figure[] = [];
  for (const work of WORKS) {
    // The peer checks a definition when a machine is made: that is not counted.
    const machine = new PeerMachine(work.definition as ConstructorParameters<typeof PeerMachine>[0]);
    sameOutput(await ours(work), await theirs(machine, work));
    const values: [number, number][] = [];
    for (let round = -3; round < rounds; round += 1) {
      const pair: [number, number] = [await timed(() => ours(work)), await timed(() => theirs(machine, work))];
      if (round >= 0) values.push(pair);
    }
    note(work.name);
    const series = (name: string, of: 0 | 1) => ({ name, values: values.map((pair) => pair[of]) });
    figures.push(figure(series(work.name, 0), 'ms', series('aws-local-stepfunctions 3.0.0', 1)));
  }
  return figures;
});

/** Two that do not do the same cannot be compared. */
function sameOutput(own: unknown, other: unknown): void {
  const [a, b] = [own, other].map((output) => JSON.stringify(output));
  if (a !== b) throw new Error(`The outputs differ: ${a?.slice(0, 200)} and ${b?.slice(0, 200)}`);
}
