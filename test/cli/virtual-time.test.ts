import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { driveTime } from '../../lib/cli/dev/virtual-time.ts';
import { virtualClock } from '../../lib/region/clock.ts';
import { keepingTerminal } from './terminal.ts';

const HOUR = 3_600_000;

/** Types lines at a virtual clock, and gives what came of it. */
async function typed(...lines: string[]): Promise<{ passed: number; err: string }> {
  const { terminal, said } = keepingTerminal();
  const [clock, input, end] = [virtualClock(0), new PassThrough(), new AbortController()];
  const driving = driveTime(clock, input, terminal, end.signal);
  input.write(lines.map((line) => `${line}\n`).join(''));
  await setTimeout(700);
  end.abort();
  await driving;
  return { passed: clock.now(), err: said.err };
}

test('virtual time passes as real time does, and moves on when told', async () => {
  const { passed, err } = await typed('+2h');
  expect(passed).toBeGreaterThan(2 * HOUR);
  expect(passed).toBeLessThan(2 * HOUR + 60_000);
  expect(err).toBe('time moves by 7200 s\n');
});

test('what is no move of time is answered with what one looks like', async () => {
  const { passed, err } = await typed('2 hours', '');
  expect(passed).toBeLessThan(60_000);
  expect(err).toBe('"2 hours" is no move of time; write +90s, +5m, +2h or +3d\n');
});
