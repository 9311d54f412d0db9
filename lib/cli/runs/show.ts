import { type ApiFlags, connect } from '../api/connect.ts';
import type { Terminal } from '../command.ts';
import { runIdOf } from './run.ts';
import type { View } from './views.ts';

export async function show(view: View, run: string, flags: ApiFlags, terminal: Terminal): Promise<void> {
  const api = await connect(flags);
  const answer = await api.get(`/v1/executions/${await runIdOf(api, run)}${view.path}`);
  terminal.out(flags.json ? `${JSON.stringify(answer)}\n` : view.text(answer, terminal.width));
}
