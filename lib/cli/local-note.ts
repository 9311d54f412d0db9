import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

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

/** The note of the region that runs on this data folder, or undefined if none has been started there. */
export function readNote(dataDir: string): LocalNote | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, NOTE), 'utf8')) as LocalNote;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export const DEFAULT_DATA = resolve('.countersign/data');
