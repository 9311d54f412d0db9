import type { Given } from '../given.ts';
import type { Problem } from '../problem.ts';
import { begunBy, type Entry } from '../timeline.ts';
import type { Json } from '../world.ts';
import { noteRace } from './parallel.ts';

/** One item of a map, or one batch of them. */
export interface Turn {
  time: number;
  entries: readonly Entry[];
  /** Of the items that have succeeded. */
  outputs: Json[];
  /** Items that have failed and may have. */
  failed: number;
  /** It stops the map. */
  problem?: Problem;
}

/** What came of all turns: those that were begun, when the last is over or stopped, and with which they were stopped. */
export interface Turns {
  time: number;
  entries: Entry[];
  turns: Turn[];
  stop?: Turn;
}

/** Each begins as soon as one of so many places is free, until one stops them, or with one too many have failed. */
export async function inTurns(
  { count, places, from }: { count: number; places: number; from: number },
  run: (index: number, time: number) => Promise<Turn>,
  isTooMuch: (failed: number) => boolean,
  all: Given,
): Promise<Turns> {
  const free = Array.from({ length: Math.min(places, Math.max(1, count)) }, () => from);
  const turns: Turn[] = [];
  for (let index = 0; index < count; index++) {
    const time = Math.min(...free);
    const stop = stopIn(turns, isTooMuch);
    if (stop?.time === time) all.isUndecided = true;
    if (stop && stop.time <= time) break;
    const turn = await run(index, time);
    free[free.indexOf(time)] = turn.time;
    turns.push(turn);
  }
  const stop = stopIn(turns, isTooMuch);
  if (!stop) return { time: Math.max(from, ...free), entries: turns.flatMap(({ entries }) => entries), turns };
  noteRace(
    turns.filter((turn) => turn !== stop),
    stop.time,
    all,
  );
  return { time: stop.time, entries: turns.flatMap(({ entries }) => begunBy(stop.time, entries)), turns, stop };
}

function stopIn(turns: readonly Turn[], isTooMuch: (failed: number) => boolean): Turn | undefined {
  let failed = 0;
  return [...turns]
    .sort((a, b) => a.time - b.time)
    .find((turn) => {
      failed += turn.failed;
      return turn.problem !== undefined || isTooMuch(failed);
    });
}
