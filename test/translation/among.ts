import { stringify } from 'yaml';
import type { Feature } from './generate.ts';
import { type Sample, sample, tried } from './sample.ts';
import { shrink } from './shrink.ts';

/** What came of many samples. */
export interface Tally {
  drawn: number;
  /** Were not well-formed, so that they say nothing. */
  discarded: number;
  /** Depend on which of two things at the same moment is first. */
  races: number;
  /** How the runs ended. */
  ends: Record<string, number>;
  attempts: number;
  differences: Sample[];
}

/** Draws and compares; stops at the third difference. */
export async function tallyOf(base: string, count: number, allowed?: readonly Feature[]): Promise<Tally> {
  const tally: Tally = { drawn: 0, discarded: 0, races: 0, ends: {}, attempts: 0, differences: [] };
  for (let index = 0; index < count && tally.differences.length < 3; index++) {
    add(tally, await sample(`${base}-${index}`, allowed));
  }
  return tally;
}

function add(tally: Tally, each: Sample): void {
  tally.drawn += 1;
  if (!each.compared) {
    tally.discarded += 1;
    return;
  }
  const { meaning, difference } = each.compared;
  const end = meaning.outcome ?? meaning.status;
  tally.ends[end] = (tally.ends[end] ?? 0) + 1;
  tally.attempts += meaning.entries.length;
  if (meaning.isUndecided) tally.races += 1;
  if (difference) tally.differences.push(each);
}

/** The differences as texts that a person can read and keep: shrunk, with what to put into `kept/`. */
export async function explained({ seed, draft }: Sample): Promise<string> {
  const shows = async (smaller: Sample['draft']) => (await tried(seed, smaller)).compared?.difference !== undefined;
  const least = await tried(seed, await shrink(draft, shows));
  const { what, meant, done } = least.compared!.difference!;
  return [
    `seed ${seed}: ${what}`,
    `meant: ${JSON.stringify(meant)}`,
    `done:  ${JSON.stringify(done)}`,
    `--- kept/<name>.yaml`,
    stringify(least.draft, { aliasDuplicateObjects: false }),
    `--- kept/<name>.world.json`,
    JSON.stringify(least.world),
  ].join('\n');
}
