import { type ApiFlags, connect } from '../api/connect.ts';
import { shortId } from '../api/whole-id.ts';
import type { Terminal } from '../command.ts';
import { table } from '../table.ts';
import type { Approval } from './approval.ts';

interface ListFlags extends ApiFlags {
  status: string;
  limit: string;
  cursor?: string;
}

export async function list({ status: given, limit, cursor, ...flags }: ListFlags, terminal: Terminal): Promise<void> {
  const status = given.toUpperCase();
  const api = await connect(flags);
  const page = (await api.get('/v1/approvals', { status, limit, cursor })) as { items: Approval[]; next?: string };
  if (flags.json) return terminal.out(`${JSON.stringify(page)}\n`);
  if (page.items.length === 0) return terminal.err(`no approvals are ${status}\n`);
  const { width } = terminal;
  const rows = page.items.map(({ id, title, dueAt, roles }) => [
    shortId(id, width),
    `${dueAt.slice(0, 19)}Z`,
    roles.join(', '),
    title,
  ]);
  terminal.out(table(['APPROVAL', 'DUE', 'ASKED', 'TITLE'], rows, width));
  if (page.next)
    terminal.err(`more: npx countersign approvals list --status ${status} --limit ${limit} --cursor ${page.next}\n`);
}
