import { createHash } from 'node:crypto';
import { type ApiFlags, connect } from '../api/connect.ts';
import type { Terminal } from '../command.ts';
import { readJson } from '../files.ts';

interface SendFlags extends ApiFlags {
  key: string;
  body?: string;
  id?: string;
}

export async function send(name: string, flags: SendFlags, terminal: Terminal): Promise<void> {
  const { key, body: file } = flags;
  const body = file === undefined ? null : readJson(file);
  // Sent again after a failure it is the same signal; what says something else is another.
  const id =
    flags.id ??
    createHash('sha256')
      .update(JSON.stringify([name, key, body]))
      .digest('hex')
      .slice(0, 32);
  const api = await connect(flags);
  const answer = await api.post(`/v1/signals/${encodeURIComponent(name)}`, { key, id, body });
  if (flags.json) return terminal.out(`${JSON.stringify(answer)}\n`);
  const { run, duplicate } = answer as { run?: string; duplicate: boolean };
  const where = run ? `run ${run} has it` : 'nobody waits for it yet; it is kept for 30 days';
  terminal.out(`signal ${id}: ${where}${duplicate ? ' (it had come before)' : ''}\n`);
}
