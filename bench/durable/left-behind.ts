/**
 * A region to be killed: `node left-behind.ts <folder> fill <count> hold|wait` starts executions and says when all are
 * open; `… again <count>` stands on what is there and says when so many tasks are being done again.
 */
import { bareRegion, hold } from '../support/bare-region.ts';

const [folder = '', mode, count = '0', kind] = process.argv.slice(2);
const called = performance.now();
const region = await bareRegion(folder);
const ready = performance.now();
const say = (report: object) => process.stdout.write(`${JSON.stringify(report)}\n`);
const far = { Type: 'Wait', Seconds: 86_400, End: true };

if (mode === 'fill') {
  const machine = await region.machine('open', { Open: kind === 'hold' ? hold({ End: true }) : far });
  const names = Array.from({ length: Number(count) }, (_, number) => `open-${number}`);
  await Promise.all(names.map((name) => region.start(machine, name)));
  if (kind === 'hold') await region.holding(names.length);
  say({ open: names.length });
} else {
  await region.holding(Number(count));
  say({ ready, working: performance.now(), fromCall: ready - called });
}
