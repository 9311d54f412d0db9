/** The engine with tasks in its own process: steps in sequence and side by side, a fan-out, a callback, a long history. */
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { answer, ask, type BareRegion, done, sequence } from '../support/bare-region.ts';

/** Steps of an execution, the last of which tells that it is there. */
const STEPS = 51;

export interface Speed {
  /** Milliseconds of wall time a step. */
  wall: number;
  cpu: number;
  syncs: number;
}

/** Runs executions, so many at a time. */
export async function steps(region: BareRegion, label: string, atOnce: number, each: number): Promise<Speed> {
  const machine = await region.machine('sequence', sequence(STEPS - 1));
  const lane = async (number: number) => {
    for (let run = 0; run < each; run++) await region.run(machine, `${label}-${number}-${run}`);
  };
  const { store } = region.running.region;
  const [began, cpu, syncs] = [performance.now(), process.cpuUsage(), store.syncs];
  await Promise.all(Array.from({ length: atOnce }, (_, number) => lane(number)));
  const [wall, used] = [performance.now() - began, process.cpuUsage(cpu)];
  const count = STEPS * atOnce * each;
  return {
    wall: wall / count,
    cpu: (used.user + used.system) / 1000 / count,
    syncs: (store.syncs - syncs) / count,
  };
}

/** From the start of an execution until 100 tasks at once are done and joined, in milliseconds. */
export async function fanOut(region: BareRegion, label: string): Promise<number> {
  const One = { StartAt: 'One', States: { One: answer({ End: true }) } };
  const Fan = { Type: 'Map', Items: '{% [1..100] %}', ItemProcessor: One, Next: 'Done' };
  const machine = await region.machine('fan', { Fan, Done: done() });
  const began = performance.now();
  await region.run(machine, label);
  return performance.now() - began;
}

/** From SendTaskSuccess over HTTP until the next state has called its task, in milliseconds. */
export async function signal(region: BareRegion, label: string, client: SFNClient): Promise<number> {
  const machine = await region.machine('signal', { Ask: ask({ Next: 'Done' }), Done: done() });
  await region.start(machine, label);
  await region.holding(1);
  const taskToken = region.held.get(label)!;
  region.held.clear();
  const reached = region.done(label);
  const began = performance.now();
  const sent = client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
  await reached;
  const took = performance.now() - began;
  await sent;
  return took;
}

export const clientOf = ({ running }: BareRegion): SFNClient =>
  new SFNClient({ region: 'eu-central-1', endpoint: running.endpoint, credentials: running.rootCredentials });

/** One execution that goes round so often: milliseconds a round for its first tenth and for its last. */
export async function longHistory(region: BareRegion, label: string, rounds: number) {
  const machine = await region.machine(`loop-${rounds}`, {
    Begin: { Type: 'Pass', Output: { n: 0 }, Next: 'Round' },
    Round: answer({ Output: '{% {"n": $states.input.n + 1} %}', Next: 'More' }),
    More: {
      Type: 'Choice',
      Choices: [{ Condition: `{% $states.input.n < ${rounds} %}`, Next: 'Round' }],
      Default: 'Done',
    },
    Done: done(),
  });
  region.answered.length = 0;
  await region.run(machine, label);
  const tenth = rounds / 10;
  const span = (from: number) => (region.answered[from + tenth - 1]! - region.answered[from]!) / (tenth - 1);
  return { first: span(0), last: span(rounds - tenth) };
}
