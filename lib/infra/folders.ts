/** Folders of the cache: made beside and put in place whole, laid with links instead of copies, removed when unused. */
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** A folder of this process alone, in the cache so that what is finished in it can be renamed. */
export function draftIn(cache: string): { folder: string; remove: () => void } {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'draft.'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Puts a finished folder in the place of another. Where a second process has just done the same, its one stays. */
export function replaceFolder(finished: string, place: string): void {
  rmSync(place, { recursive: true, force: true });
  try {
    renameSync(finished, place);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

/**
 * Lays a file, or a folder with all that is in it. A hundred functions carry the same megabytes, so it is a hard link
 * where the file system allows one, and a copy elsewhere. Neither end of such a link is ever written to: packages and
 * finished folders are replaced.
 */
export function lay(from: string, to: string): void {
  if (statSync(from).isDirectory()) {
    for (const name of readdirSync(from)) lay(join(from, name), join(to, name));
    return;
  }
  mkdirSync(dirname(to), { recursive: true });
  try {
    linkSync(from, to);
  } catch (error) {
    if (!UNLINKABLE.has((error as NodeJS.ErrnoException).code)) throw error;
    copyFileSync(from, to);
  }
}

/** Another disk, a file system without links, one that forbids them here, a file with too many of them. */
const UNLINKABLE = new Set<string | undefined>(['EXDEV', 'ENOTSUP', 'EPERM', 'EMLINK']);

/** Notes that a folder is in use. */
export function touch(folder: string): void {
  const now = Date.now() / 1000;
  utimesSync(folder, now, now);
}

/**
 * Removes what nobody has touched since `before` (milliseconds since 1970). Safe beside other processes as long as that
 * is longer ago than any of them runs: what they use they have touched.
 */
export function prune(cache: string, before: number): void {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat && stat.mtimeMs < before) rmSync(folder, { recursive: true, force: true });
  }
}
