import type { Path } from '../problem.ts';
import { canonical, equal } from './equal.ts';
import { type Refusal, refusals } from './stricter.ts';

/** What a new version of a schema promises to the users of the old: see `compatible`. */
export const MODES = ['backward', 'forward', 'full', 'none'] as const;
export type Mode = (typeof MODES)[number];

/** One difference between two versions of a schema. */
export interface Change {
  /** Into the value: names of members, `*` for elements and for members without a name. */
  path: Path;
  /** The keyword in question; `unknown` where the versions cannot be compared there; `words` for titles and the like. */
  kind: string;
  /** Whose work breaks: readers of the new version on old data, or writers of the new version at old readers. */
  breaks: 'readers' | 'writers' | 'both' | 'none';
  message: string;
}

/**
 * What has changed between two JSON Schemas, by whom it breaks. Where no change breaks the readers, the new version accepts
 * every value that the old did; where none breaks the writers, the old accepts every value that the new does.
 */
export function changes(old: unknown, next: unknown): Change[] {
  const forReaders = refusals(old, next);
  const forWriters = refusals(next, old);
  const keys = new Set([...forReaders, ...forWriters].map(keyOf));
  const at = (key: string, all: readonly Refusal[]) => all.filter((each) => keyOf(each) === key);
  const found = [...keys].map((key) => changeOf(at(key, forReaders), at(key, forWriters)));
  if (found.length > 0 || equal(old, next)) return found;
  return [{ path: [], kind: 'words', breaks: 'none', message: 'both versions accept the same values' }];
}

const keyOf = ({ path, kind }: Refusal): string => canonical([path, kind]);

function changeOf(readers: readonly Refusal[], writers: readonly Refusal[]): Change {
  const { path, kind } = (readers[0] ?? writers[0])!;
  const breaks = readers.length === 0 ? 'writers' : writers.length === 0 ? 'readers' : 'both';
  const message = [...sentence('the new version', readers), ...sentence('the old version', writers)].join(', ');
  return { path, kind, breaks, message };
}

const sentence = (subject: string, refusals: readonly Refusal[]): string[] =>
  refusals.length === 0 ? [] : [`${subject} ${refusals.map(({ does }) => does).join(' and ')}`];

/** Whether a new version keeps a promise, and the changes that break it. */
export interface Compatibility {
  compatible: boolean;
  breaking: Change[];
}

/**
 * `backward`: readers of the new version read what was written before. `forward`: readers of the old version read what is
 * written from now on. `full`: both. What cannot be compared counts as broken, and says so with kind `unknown`.
 */
export function compatible(old: unknown, next: unknown, mode: Mode): Compatibility {
  const broken = BROKEN_BY[mode];
  const breaking = changes(old, next).filter(({ breaks }) => broken.includes(breaks));
  return { compatible: breaking.length === 0, breaking };
}

const BROKEN_BY: Readonly<Record<Mode, readonly Change['breaks'][]>> = {
  backward: ['readers', 'both'],
  forward: ['writers', 'both'],
  full: ['readers', 'writers', 'both'],
  none: [],
};
