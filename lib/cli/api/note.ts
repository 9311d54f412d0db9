import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../command.ts';

/** What other commands need to reach a running region; readable by its owner only, since it holds a secret. */
export interface LocalNote {
  url: string;
  mailbox: string;
  client: { id: string; secret: string };
}

const NOTE = 'local.json';

export function writeNote(dataDir: string, { url, mailbox, client }: LocalNote): void {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, NOTE);
  writeFileSync(path, JSON.stringify({ url, mailbox, client }), { mode: 0o600 });
  chmodSync(path, 0o600);
}

/** A region that has stopped says so by leaving no note; one that was killed leaves it. */
export const removeNote = (dataDir: string): void => rmSync(join(dataDir, NOTE), { force: true });

/** The note of the region that runs on this data folder, or undefined if none has been started there. */
export function readNote(dataDir: string): LocalNote | undefined {
  const path = join(dataDir, NOTE);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LocalNote;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Failure(
      `${path} cannot be read (${(error as Error).message}); start the region again: npx countersign dev`,
    );
  }
}

export const DEFAULT_DATA = resolve('.countersign/data');
