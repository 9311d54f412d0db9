/** Memory after very many executions: a process of its own, which says how much it holds. */
import { bareRegion, sequence } from '../support/bare-region.ts';

/** `node memory.ts <folder> <executions>` */
const [folder = '', total = '0'] = process.argv.slice(2);
const LANES = 32;
const region = await bareRegion(folder);
const machine = await region.machine('short', sequence(1));
let started = 0;

async function upTo(count: number): Promise<void> {
  const lane = async () => {
    while (started < count) await region.run(machine, `short-${started++}`);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  process.stdout.write(`${JSON.stringify({ executions: count, megabytes: process.memoryUsage.rss() / 1e6 })}\n`);
}

for (let tenth = 1; tenth <= 10; tenth++) await upTo((Number(total) / 10) * tenth);
await region.running.stop();
