import { type ApiFlags, connect } from '../api/connect.ts';
import type { Terminal } from '../command.ts';
import { printable } from '../printable.ts';
import { facts } from '../table.ts';
import { type Approval, approvalIdOf } from './approval.ts';

interface ApprovalView extends Approval {
  digest: string;
  fields?: unknown;
  decision?: unknown;
}

export async function show(given: string, flags: ApiFlags, terminal: Terminal): Promise<void> {
  const api = await connect(flags);
  const approval = (await api.get(`/v1/approvals/${await approvalIdOf(api, given)}`)) as ApprovalView;
  terminal.out(flags.json ? `${JSON.stringify(approval)}\n` : textOf(approval, terminal.width));
}

function textOf(approval: ApprovalView, width: number): string {
  const { id, title, reason, status, dueAt, expiresAt, roles, digest, fields, decision } = approval;
  const about = facts(
    [
      ['approval', id],
      ['title', title],
      ['why', reason],
      ['status', status],
      ['due', dueAt],
      ['ends', expiresAt],
      ['asked', roles.join(', ')],
      ['digest', digest],
    ],
    width,
  );
  return `${about}\nfields ${json(fields ?? {})}\n${decision ? `\ndecision ${json(decision)}\n` : ''}`;
}

const json = (value: unknown): string => JSON.stringify(value, null, 2).split('\n').map(printable).join('\n');
