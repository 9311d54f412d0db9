import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { VirtualClock } from '../../region/clock.ts';
import { parseDuration } from '../../workflow/durations.ts';
import type { Terminal } from '../command.ts';

/** Milliseconds of real time between two moves. */
const EVERY = 200;

/**
 * Lets virtual time pass as real time does, and faster when told: a line such as `+2h` on the input moves it by two
 * hours, and everything that falls due meanwhile happens. Ends with the signal.
 */
export async function driveTime(
  clock: VirtualClock,
  input: NodeJS.ReadableStream,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const leaps: number[] = [];
  const lines = createInterface({ input });
  lines.on('line', (line) => leaps.push(...leapOf(line, terminal)));
  signal.addEventListener('abort', () => lines.close());
  for (let before = performance.now(); !signal.aborted; ) {
    const now = performance.now();
    await clock.advance(now - before + (leaps.shift() ?? 0));
    before = now;
    await setTimeout(EVERY);
  }
}

/** Milliseconds of `+2h`; anything else is told what it should be. */
function leapOf(line: string, terminal: Terminal): number[] {
  const length = parseDuration(/^\s*\+\s*(\S+)\s*$/.exec(line)?.[1] ?? '');
  if (length !== undefined) {
    terminal.err(`time moves by ${length} s\n`);
    return [length * 1000];
  }
  if (line.trim()) terminal.err(`${JSON.stringify(line)} is no move of time; write +90s, +5m, +2h or +3d\n`);
  return [];
}
