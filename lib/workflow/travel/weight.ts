import type { Path } from '../problem.ts';

/** What a value takes on its way through a state: its own bytes, and the outputs that it hands on whole. */
export interface Weight {
  /** Bytes of what stands in the file or is computed, at most. Infinite where nothing bounds it. */
  own: number;
  handed: readonly Handed[];
  /** What is unbounded first. */
  because?: { path: Path; why: string };
}

/** An output, or a member of it, that is handed on as it is. */
export interface Handed {
  /** `input`, or the id of a step. */
  source: string;
  /** Names that lead to the member, none for the whole. */
  names: readonly string[];
  /** At most, all times together, before any claim check. */
  bytes: number;
  /** How often the same member is in it. The items of a list are not the same. */
  times: number;
  isItem: boolean;
}

export const weightOf = (own: number, because?: Weight['because']): Weight => ({
  own,
  handed: [],
  ...(because && { because }),
});

export const handing = (source: string, names: readonly string[], bytes: number, isItem = false): Weight => ({
  own: 0,
  handed: [{ source, names, bytes, times: 1, isItem }],
});

/** All of them in one value. */
export const both = (weights: readonly Weight[]): Weight => merged(weights, (a, b) => a + b);

/** One of them; what they hand on counts together. */
export const oneOf = (weights: readonly Weight[]): Weight => merged(weights, (a, b) => Math.max(a, b));

function merged(weights: readonly Weight[], combine: (a: number, b: number) => number): Weight {
  const because = weights.find((weight) => weight.because)?.because;
  const own = weights.map((weight) => weight.own).reduce(combine, 0);
  return { own, handed: weights.flatMap(({ handed }) => handed), ...(because && { because }) };
}

/** The same so many times. */
export function timesOf({ own, handed, because }: Weight, count: number): Weight {
  const all = (bytes: number) => (bytes === 0 ? 0 : bytes * count);
  const each = (one: Handed): Handed => ({
    ...one,
    bytes: all(one.bytes),
    times: one.isItem ? one.times : all(one.times),
  });
  return { own: all(own), handed: handed.map(each), ...(because && { because }) };
}

/**
 * Bytes of all that is handed on from one source, of which so many travel. Different members of it are together never
 * more than the whole; what is in it once more counts once more.
 */
export function bytesFrom(source: string, { handed }: Weight, carried: number): number {
  const seen: Handed[] = [];
  let [once, again] = [0, 0];
  for (const each of handed) {
    if (each.source !== source || each.bytes === 0) continue;
    const isNew = !seen.some((other) => isPartOf(each, other) || isPartOf(other, each));
    if (isNew) once += each.times === Number.POSITIVE_INFINITY ? each.bytes : each.bytes / each.times;
    again += repeatedly(each, isNew ? each.times - 1 : each.times, carried);
    seen.push(each);
  }
  return Math.min(once, carried) + again;
}

const repeatedly = ({ bytes, times }: Handed, more: number, carried: number): number =>
  more === 0 ? 0 : Math.min(times === Number.POSITIVE_INFINITY ? bytes : (bytes / times) * more, carried * more);

const isPartOf = ({ names }: Handed, whole: Handed): boolean =>
  whole.names.every((name, index) => name === names[index]);

export const sourcesOf = ({ handed }: Weight): string[] => [...new Set(handed.map(({ source }) => source))];
