import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** Size, time and hash of a source. The hash decides; size and time only save reading an untouched file again. */
interface Stamp {
  size: number;
  time: number;
  hash: string;
}

/** Notes what something was made of: files, and folders with all that is in them. */
export function writeStamps(note: string, sources: readonly string[], root: string): void {
  const stamps = sources.flatMap(filesOf).map((path) => [relative(root, path), stamp(path)] as const);
  writeFileSync(note, JSON.stringify(Object.fromEntries(stamps), null, 1));
}

/** Whether each source that is noted still has the same content; false without a note. */
export function isFresh(note: string, root: string): boolean {
  if (!existsSync(note)) return false;
  const stamps = JSON.parse(readFileSync(note, 'utf8')) as Record<string, Stamp>;
  return Object.entries(stamps).every(([path, was]) => isSame(resolve(root, path), was));
}

const filesOf = (path: string): string[] =>
  statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesOf(join(path, name))) : [path];

function stamp(path: string): Stamp {
  const { size, mtimeMs } = statSync(path);
  return { size, time: mtimeMs, hash: hashFile(path) };
}

function isSame(path: string, was: Stamp): boolean {
  if (!existsSync(path)) return false;
  const { size, mtimeMs } = statSync(path);
  if (size !== was.size) return false;
  return mtimeMs === was.time || hashFile(path) === was.hash;
}

const hashFile = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
