import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeNote } from '../../lib/cli/api/note.ts';
import type { Terminal } from '../../lib/cli/command.ts';
import { apiWorld, CLIENT } from '../support/api-world.ts';
import { countersignOn } from './terminal.ts';

/** An API with the note that `countersign dev` would have left, and the command line that finds it by that. */
export async function withRegion() {
  const world = await apiWorld();
  const data = mkdtempSync(join(tmpdir(), 'countersign-'));
  writeNote(data, { url: world.url, mailbox: 'http://127.0.0.1:1/', client: CLIENT });
  return {
    ...world,
    data,
    /** Runs a command against it. */
    cli: (...args: string[]) => countersignOn({}, ...args, '--data', data),
    /** The same, on a screen of so many columns. */
    screen: (width: number, ...args: string[]) =>
      countersignOn({ width } as Partial<Terminal>, ...args, '--data', data),
    async stop() {
      rmSync(data, { recursive: true });
      await world.stop();
    },
  };
}

export type WithRegion = Awaited<ReturnType<typeof withRegion>>;
