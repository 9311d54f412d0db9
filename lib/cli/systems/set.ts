import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type SecretPlace, setSystemSecret } from '../../aws/system-secrets.ts';
import { systemSecret } from '../../engine/system-call.ts';
import { DEFAULT_DATA, readNote } from '../api/note.ts';
import { Failure, type Terminal, UsageError } from '../command.ts';
import { readText } from '../files.ts';

interface SetFlags {
  workflow: string;
  system: string;
  url: string;
  tokenFile: string;
  tenant: string;
  region?: string;
  data?: string;
}

/** The token comes from a file, so that it stands in no list of processes and in no history of a shell. */
export async function set({ url, tokenFile, ...flags }: SetFlags, terminal: Terminal): Promise<void> {
  const token = readText(tokenFile).trim();
  const secret = systemSecret.safeParse({ url, token });
  if (!secret.success) throw new UsageError(`--url or --token-file: ${z.prettifyError(secret.error)}`);
  const { tenant, workflow, system } = flags;
  if (!(await setSystemSecret(placeOf(flags), { tenant, workflow, system }, secret.data)))
    throw new Failure(
      `the deployment of ${tenant} has no system ${system} of workflow ${workflow}; deploy a workflow in which a tool is granted { call: ${system} } first`,
    );
  terminal.out(`${workflow}: ${system} is at ${url}\n`);
}

const rootKey = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });

function placeOf({ region, data = DEFAULT_DATA }: Pick<SetFlags, 'region' | 'data'>): SecretPlace {
  if (region !== undefined) return { region };
  const note = readNote(data);
  if (!note)
    throw new Failure(`no region runs on ${data}; start one with: npx countersign dev (or give --region for AWS)`);
  const credentials = rootKey.parse(JSON.parse(readFileSync(join(data, 'root-credentials.json'), 'utf8')));
  return { region: LOCAL, endpoint: new URL(note.mailbox).origin, credentials };
}

/** The local region answers for whichever region its deployment names. */
const LOCAL = 'eu-central-1';
