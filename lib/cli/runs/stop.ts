import { type ApiFlags, connect } from '../api/connect.ts';
import type { Terminal } from '../command.ts';
import { runIdOf } from './run.ts';

export async function stop(given: string, flags: ApiFlags, terminal: Terminal): Promise<void> {
  const api = await connect(flags);
  const id = await runIdOf(api, given);
  const answer = await api.post(`/v1/executions/${id}/stop`, {});
  if (flags.json) return terminal.out(`${JSON.stringify(answer)}\n`);
  terminal.out(`asked for ${id} to be stopped\n`);
  terminal.err(`see how it ends with: npx countersign runs show ${id}\n`);
}
