import { approvalIndex, stepKey } from '../engine/keys.ts';
import { findApproval, isOver, note, timeOf, whilePending } from './note.ts';
import { notify } from './notify.ts';
import type { NotifyPorts, TimerEvent } from './ports.ts';
import type { ApprovalRow } from './row.ts';

/**
 * A timer of an approval has fired: the next people are asked too, or its time is over. An approval that is over by
 * then is left alone, and so is a timer that fires twice.
 */
export async function timerFired(ports: NotifyPorts, { run, approval, level }: TimerEvent): Promise<void> {
  const row = await findApproval(ports, run, approval);
  if (row?.status !== 'PENDING') return;
  const act = level === undefined ? expire(ports, row) : escalate(ports, row, level);
  await act.catch((error: unknown) => {
    // Over between our look and our write: what ended it stands.
    if (!isOver(error)) throw error;
  });
}

async function escalate(ports: NotifyPorts, row: ApprovalRow, level: number): Promise<void> {
  const due = row.escalations[level];
  if (!due || due.sentAt) return;
  // Before the mails leave: who opens the link at once must already be allowed.
  if (!row.roles.includes(due.role)) await widen(ports, row, due.role);
  const sentAt = timeOf(ports);
  const set = (now: ApprovalRow) => ({ escalations: now.escalations.with(level, { ...due, sentAt }) });
  await notify(ports, row, { type: 'approval.escalated', role: due.role, set });
}

async function widen(ports: NotifyPorts, row: ApprovalRow, role: string): Promise<void> {
  const change = ({ roles }: ApprovalRow) => [whilePending(row, { roles: [...new Set([...roles, role])] })];
  await note(ports, row, { type: 'approval.widened', actor: 'timer', data: { role }, change });
}

/** The step fails with it; the run hears of it from the entry. */
async function expire(ports: NotifyPorts, row: ApprovalRow): Promise<void> {
  const { tenant } = ports;
  const { run, approval, step: name, at, shown, expiresAt } = row;
  const set = { status: 'EXPIRED' as const, ...approvalIndex(tenant, 'EXPIRED', timeOf(ports), approval) };
  const reason = { name: 'Expired', message: `nobody decided until ${expiresAt}`, step: name };
  const place = { ...stepKey(tenant, run, name, at), step: name, ...(at !== undefined && { at }) };
  const step = { ...place, status: 'FAILED', key: approval, attempt: 1, input: shown };
  const change = () => [whilePending(row, set), { put: { ...step, reason } }];
  await note(ports, row, { type: 'approval.expired', actor: 'timer', change });
}
