import { type ApiFlags, connect } from '../api/connect.ts';
import { shortId } from '../api/whole-id.ts';
import type { Terminal } from '../command.ts';
import { table } from '../table.ts';
import type { Run } from './run.ts';

interface ListFlags extends ApiFlags {
  status?: string;
  workflow?: string;
  limit: string;
  cursor?: string;
}

export async function list({ json, status, ...flags }: ListFlags, terminal: Terminal): Promise<void> {
  const { workflow, limit, cursor } = flags;
  const api = await connect(flags);
  const query = { status: status?.toUpperCase(), workflow, limit, cursor };
  const page = (await api.get('/v1/executions', query)) as { items: Run[]; next?: string };
  if (json) return terminal.out(`${JSON.stringify(page)}\n`);
  if (page.items.length > 0) terminal.out(textOf(page.items, terminal.width));
  else terminal.err(`no such runs${page.next ? ' on this page' : '; ask for one with: npx countersign runs start'}\n`);
  if (page.next) terminal.err(`more: npx countersign ${again(status, flags)} --cursor ${page.next}\n`);
}

function textOf(runs: readonly Run[], width: number): string {
  const rows = runs.map(({ id, workflow, status, startedAt, reason }) => [
    shortId(id, width),
    workflow,
    status,
    `${startedAt.slice(0, 19)}Z`,
    reason?.name ?? '',
  ]);
  return table(['RUN', 'WORKFLOW', 'STATUS', 'STARTED', 'REASON'], rows, width);
}

/** The same list: a cursor belongs to the list that it came from. */
function again(status: string | undefined, { workflow, limit, endpoint, data }: ListFlags): string {
  const flags = Object.entries({ status, workflow, limit, endpoint, data }).filter(([, value]) => value !== undefined);
  return ['runs list', ...flags.map(([name, value]) => `--${name} ${value}`)].join(' ');
}
