import { basename } from 'node:path';
import { type Api, type ApiFlags, connect } from '../api/connect.ts';
import { type Terminal, UsageError } from '../command.ts';
import { readBytes, readJson } from '../files.ts';

interface StartFlags extends ApiFlags {
  input?: string;
  document?: string;
  key?: string;
}

export async function start(workflow: string, flags: StartFlags, terminal: Terminal): Promise<void> {
  const send = requestOf(flags);
  const answer = await send(await connect(flags), `/v1/workflows/${encodeURIComponent(workflow)}`);
  if (flags.json) return terminal.out(`${JSON.stringify(answer)}\n`);
  const { id, created = true } = answer;
  terminal.out(`run ${id}${created ? '' : ' (asked for before, with the same key)'}\n`);
  terminal.err(`watch it with: npx countersign runs show ${id}\n`);
}

type Send = (api: Api, path: string) => Promise<{ id: string; created?: boolean }>;

/** What is to be sent. The files are read before anybody signs in. */
function requestOf({ input, document, key }: StartFlags): Send {
  if (input !== undefined && document === undefined) {
    const body = { input: readJson(input) };
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    return (api, path) => api.post(`${path}/execute`, body, headers) as ReturnType<Send>;
  }
  if (document === undefined || input !== undefined)
    throw new UsageError('give either --input FILE or --document FILE');
  if (key !== undefined) throw new UsageError('--key goes with --input; each document handed in is a run of its own');
  const body = { name: basename(document), content: readBytes(document).toString('base64') };
  return (api, path) => api.post(`${path}/documents`, body) as ReturnType<Send>;
}
