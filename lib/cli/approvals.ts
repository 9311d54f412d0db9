import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type ApiFlags, connect } from './api.ts';
import { type Terminal, UsageError } from './command.ts';
import { table } from './table.ts';
import { withApi } from './with-api.ts';

interface Approval {
  id: string;
  status: string;
  title: string;
  reason: string;
  dueAt: string;
  expiresAt: string;
  roles: string[];
  digest?: string;
  fields?: unknown;
  decision?: unknown;
}

export const command = (program: Command, terminal: Terminal): void => {
  const approvals = program.command('approvals').description('list, show and decide approvals');
  withApi(approvals.command('list'))
    .description('approvals of one status; pending ones soonest first')
    .option('--status <status>', 'PENDING, APPROVED, REJECTED or EXPIRED', 'PENDING')
    .action((flags: ApiFlags & { status: string; json?: boolean }) => list(flags, terminal));
  withApi(approvals.command('show'))
    .description('an approval with all that is shown to its approvers')
    .argument('<approval>', 'id, as the list prints it')
    .action((id: string, flags: ApiFlags & { json?: boolean }) => show(id, flags, terminal));
  withApi(approvals.command('decide'))
    .description('decide as the person whose mail you hold')
    .argument('<approval>', 'id, as the list prints it')
    .requiredOption('--link <url>', 'the link of the mail')
    .requiredOption('--code <code>', 'the one-time code of the mail')
    .option('--approve', 'approve')
    .option('--reject', 'reject; needs --comment')
    .option('--comment <text>', 'why')
    .option('--fields <file>', 'all fields as corrected (JSON)')
    .action((id: string, flags: DecideFlags) => decide(id, flags, terminal));
};

async function list(
  { status, json, ...flags }: ApiFlags & { status: string; json?: boolean },
  terminal: Terminal,
): Promise<void> {
  const api = await connect(flags);
  const page = (await api.get('/v1/approvals', { status })) as { items: Approval[] };
  if (json) return terminal.out(`${JSON.stringify(page)}\n`);
  if (page.items.length === 0) return terminal.err(`no approvals are ${status}\n`);
  const rows = page.items.map(({ id, title, dueAt, roles }) => [id, title, dueAt, roles.join(', ')]);
  terminal.out(table(['APPROVAL', 'TITLE', 'DUE', 'ASKED'], rows));
}

async function show(id: string, { json, ...flags }: ApiFlags & { json?: boolean }, terminal: Terminal): Promise<void> {
  const api = await connect(flags);
  const approval = (await api.get(`/v1/approvals/${id}`)) as Approval;
  terminal.out(json ? `${JSON.stringify(approval)}\n` : textOf(approval));
}

const textOf = ({ title, reason, status, dueAt, expiresAt, roles, digest, fields, decision }: Approval): string =>
  `${title}\n\nwhy       ${reason}\nstatus    ${status}\ndue       ${dueAt}\nends      ${expiresAt}\nasked     ${roles.join(', ')}\ndigest    ${digest}\n\n${JSON.stringify(fields, null, 2)}\n${decision ? `\ndecision  ${JSON.stringify(decision)}\n` : ''}`;

interface DecideFlags extends ApiFlags {
  link: string;
  code: string;
  approve?: boolean;
  reject?: boolean;
  comment?: string;
  fields?: string;
  json?: boolean;
}

async function decide(
  id: string,
  { link, code, approve, reject, comment, fields, json, ...flags }: DecideFlags,
  terminal: Terminal,
): Promise<void> {
  if (Boolean(approve) === Boolean(reject)) throw new UsageError('give either --approve or --reject');
  const api = await connect(flags);
  // Bound to what stands there now, which is what `approvals show` prints.
  const { digest } = (await api.get(`/v1/approvals/${id}`)) as Approval;
  const corrected = fields === undefined ? {} : { fields: JSON.parse(readFileSync(fields, 'utf8')) as unknown };
  const body = {
    decision: approve ? 'approve' : 'reject',
    digest,
    link,
    code,
    ...(comment !== undefined && { comment }),
    ...corrected,
  };
  const answer = (await api.post(`/v1/approvals/${id}/decision`, body)) as { status: string };
  terminal.out(json ? `${JSON.stringify(answer)}\n` : `${answer.status.toLowerCase()}\n`);
}
