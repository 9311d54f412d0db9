/** What it costs that every step is on the disk before the next one is seen, and how fast a killed region goes on. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { clientOf, fanOut, longHistory, type Speed, signal, steps } from './durable/engine.ts';
import { floor } from './durable/floor.ts';
import { recovery } from './durable/recovery.ts';
import { type BareRegion, bareRegion } from './support/bare-region.ts';
import { type Figure, figure, type Series } from './support/figures.ts';
import { program, type Run } from './support/program.ts';
import { inFolder } from './support/tree.ts';

const EXECUTIONS = 100_000;

await program('durable', 5, async (run) => [
  ...(await inFolder((folder) => inRegion(folder, run))),
  ...(await afterKill(run)),
  ...(await inFolder(async (folder) => memory(folder, run))),
]);

async function inRegion(folder: string, { rounds, note }: Run): Promise<Figure[]> {
  const region = await bareRegion(folder);
  note('warming up');
  await steps(region, 'warm', 8, 10);
  const seen: Record<string, number[]> = {};
  const add: Add = (name, value) => {
    seen[name] = [...(seen[name] ?? []), value];
  };
  for (let round = 0; round < rounds; round++) {
    note(`round ${round + 1} of ${rounds}`);
    await oneRound(region, round, add);
  }
  await region.running.stop();
  const series = (name: string): Series => ({ name, values: seen[name] ?? [] });
  return [
    figure(series('a step in sequence'), 'ms', series('a commit of SQLite')),
    figure(series('a step in sequence, CPU'), 'CPU ms'),
    figure(series('syncs of a step in sequence'), ''),
    figure(series('steps at 32 at once'), 'a second', series('rows of SQLite, 32 to a commit')),
    figure(series('a step at 32 at once, CPU'), 'CPU ms'),
    figure(series('syncs of a step at 32 at once'), ''),
    figure(series('100 tasks at once, and their join'), 'ms'),
    figure(series('SendTaskSuccess over HTTP to the next task'), 'ms', series('a commit of SQLite')),
    figure(series('a step at the end of 2,000'), 'ms', series('a step at their beginning')),
  ];
}

type Add = (name: string, value: number) => void;

async function oneRound(region: BareRegion, round: number, add: Add): Promise<void> {
  const speed = (name: string, { cpu, syncs }: Speed) => {
    add(`a step ${name}, CPU`, cpu);
    add(`syncs of a step ${name}`, syncs);
  };
  const alone = await steps(region, `alone-${round}`, 1, 20);
  add('a step in sequence', alone.wall);
  speed('in sequence', alone);
  add('a commit of SQLite', 1000 / (await floor(1, 500)));
  const together = await steps(region, `together-${round}`, 32, 20);
  add('steps at 32 at once', 1000 / together.wall);
  speed('at 32 at once', together);
  add('rows of SQLite, 32 to a commit', await floor(32, 500));
  for (let time = 0; time < 5; time++)
    add('100 tasks at once, and their join', await fanOut(region, `fan-${round}-${time}`));
  const client = clientOf(region);
  for (let time = 0; time < 20; time++)
    add('SendTaskSuccess over HTTP to the next task', await signal(region, `signal-${round}-${time}`, client));
  client.destroy();
  const { first, last } = await longHistory(region, `long-${round}`, 2000);
  add('a step at their beginning', first);
  add('a step at the end of 2,000', last);
}

async function afterKill({ rounds, note }: Run): Promise<Figure[]> {
  note('killing regions');
  const [few, many] = [[], []] as Awaited<ReturnType<typeof recovery>>[][];
  for (let round = 0; round < rounds; round++) few!.push(await recovery(50, 'hold'));
  for (let round = 0; round < Math.min(rounds, 3); round++) many!.push(await recovery(10_000, 'wait'));
  const values = (of: typeof few, key: 'ready' | 'working' | 'fromCall' | 'empty') => of!.map((each) => each[key]);
  const peer = { name: 'a process with an empty region', values: values(few, 'empty') };
  return [
    figure(
      { name: 'ready, from the start of the process, 50 executions open', values: values(few, 'ready') },
      'ms',
      peer,
    ),
    figure({ name: 'all 50 tasks being done again after kill -9', values: values(few, 'working') }, 'ms', peer),
    figure({ name: 'ready with 10,000 open executions', values: values(many, 'ready') }, 'ms', {
      ...peer,
      values: values(many, 'empty'),
    }),
  ];
}

function memory(folder: string, { note }: Run): Figure[] {
  note(`${EXECUTIONS} executions`);
  const script = join(import.meta.dirname, 'durable/memory.ts');
  const { stdout, status } = spawnSync(process.execPath, [script, folder, String(EXECUTIONS)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}`);
  const reports = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { megabytes: number });
  const [tenth, last] = [reports[0]!.megabytes, reports.at(-1)!.megabytes];
  return [
    figure({ name: `memory after ${EXECUTIONS} executions`, values: [last] }, 'MB', {
      name: 'after a tenth of them',
      values: [tenth],
    }),
  ];
}
