import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** Size, time and hash of a source. The hash decides; size and time only save reading an untouched file again. */
interface Stamp {
  size: number;
  time: number;
  hash: string;
}

/** What is known of files: `stat` is undefined for one that is not there. */
export interface Look {
  stat(path: string): Stats | undefined;
  hash(path: string): string;
}

/** Looks at each file only once: a hundred handlers have a thousand sources in common. Good for one round of bundling. */
export function look(): Look {
  const once = <T>(of: (path: string) => T): ((path: string) => T) => {
    const known = new Map<string, T>();
    return (path) => {
      if (!known.has(path)) known.set(path, of(path));
      return known.get(path)!;
    };
  };
  return {
    stat: once((path) => statSync(path, { throwIfNoEntry: false })),
    hash: once((path) => createHash('sha256').update(readFileSync(path)).digest('hex')),
  };
}

/** Notes what something was made of: files, and folders with all that is in them. */
export function writeStamps(note: string, sources: readonly string[], root: string, seen = look()): void {
  const stamps = sources.flatMap(filesOf).map((path) => [relative(root, path), stamp(path, seen)] as const);
  writeFileSync(note, JSON.stringify(Object.fromEntries(stamps)));
}

/** Whether each source that is noted still has the same content; false without a note. */
export function isFresh(note: string, root: string, seen = look()): boolean {
  if (!seen.stat(note)) return false;
  const stamps = JSON.parse(readFileSync(note, 'utf8')) as Record<string, Stamp>;
  return Object.entries(stamps).every(([path, was]) => isSame(resolve(root, path), was, seen));
}

const filesOf = (path: string): string[] =>
  statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesOf(join(path, name))) : [path];

function stamp(path: string, { stat, hash }: Look): Stamp {
  const found = stat(path);
  if (!found) throw new Error(`${path} is gone; something was made of it a moment ago. Start again`);
  return { size: found.size, time: found.mtimeMs, hash: hash(path) };
}

function isSame(path: string, was: Stamp, { stat, hash }: Look): boolean {
  const found = stat(path);
  if (found?.size !== was.size) return false;
  return found.mtimeMs === was.time || hash(path) === was.hash;
}
