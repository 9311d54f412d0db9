import { type Api, type ApiFlags, connect } from '../api/connect.ts';
import type { Terminal } from '../command.ts';
import { mustBeWritable, writeText } from '../files.ts';
import { runIdOf } from '../runs/run.ts';

export async function exportProof(
  given: string,
  { out, ...flags }: ApiFlags & { out: string },
  terminal: Terminal,
): Promise<void> {
  mustBeWritable(out);
  const api = await connect(flags);
  const run = await runIdOf(api, given);
  const proof = await api.get(`/v1/executions/${run}/proof`);
  const key = await keyOf(api);
  writeText(out, `${JSON.stringify(proof, null, 1)}\n`);
  writeText(`${out}.key`, `${key}\n`);
  if (flags.json) terminal.out(`${JSON.stringify({ run, proof: out, key: `${out}.key` })}\n`);
  else terminal.err(`wrote ${out} and ${out}.key; verify with: npx countersign audit verify ${out}\n`);
}

export async function printKey(flags: ApiFlags, terminal: Terminal): Promise<void> {
  const key = await keyOf(await connect(flags));
  terminal.out(flags.json ? `${JSON.stringify({ key })}\n` : `${key}\n`);
}

const keyOf = async (api: Api): Promise<string> => ((await api.get('/v1/audit/key')) as { key: string }).key;
