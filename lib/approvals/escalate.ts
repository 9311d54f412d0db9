import { Conflict } from '../engine/errors.ts';
import { approvalIndex, approvalKey, stepKey } from '../engine/keys.ts';
import { record } from '../engine/record.ts';
import { notify } from './notify.ts';
import type { NotifyPorts, TimerEvent } from './ports.ts';
import type { ApprovalRow } from './row.ts';

/**
 * A timer of an approval has fired: the next people are asked too, or its time is over. An approval that is decided by
 * then is left alone, and so is a timer that fires twice.
 */
export async function timerFired(ports: NotifyPorts, { run, approval, level }: TimerEvent): Promise<void> {
  const row = (await ports.ledger.get(approvalKey(ports.tenant, run, approval))) as ApprovalRow | undefined;
  if (row?.status !== 'PENDING') return;
  const act = level === undefined ? expire(ports, row) : escalate(ports, row, level);
  await act.catch((error: unknown) => {
    // Decided between our look and our write: that decision stands.
    if (!(error instanceof Conflict)) throw error;
  });
}

async function escalate(ports: NotifyPorts, row: ApprovalRow, level: number): Promise<void> {
  const due = row.escalations[level];
  if (!due || due.sentAt) return;
  const sentAt = new Date(ports.clock.now()).toISOString();
  const escalations = row.escalations.with(level, { ...due, sentAt });
  const roles = [...new Set([...row.roles, due.role])];
  // Before the mails leave: who opens the link at once must already be allowed.
  const asked = { ...row, roles };
  await allow(ports, asked, due.role);
  await notify(ports, asked, { type: 'approval.escalated', role: due.role, set: { escalations } });
}

async function allow(ports: NotifyPorts, row: ApprovalRow, role: string): Promise<void> {
  const at = new Date(ports.clock.now()).toISOString();
  const fact = { type: 'approval.widened', at, actor: 'timer', subject: row.approval, data: { step: row.step, role } };
  const set = { key: { pk: row.pk, sk: row.sk }, set: { roles: row.roles }, when: { status: 'PENDING' } };
  await record(ports, { tenant: ports.tenant, run: row.run, fact, at: () => ({ writes: [set] }) });
}

async function expire(ports: NotifyPorts, row: ApprovalRow): Promise<void> {
  const at = new Date(ports.clock.now()).toISOString();
  const fact = { type: 'approval.expired', at, actor: 'timer', subject: row.approval, data: { step: row.step } };
  const set = { status: 'EXPIRED', ...approvalIndex(ports.tenant, 'EXPIRED', at, row.approval) };
  const reason = { name: 'Expired', message: `nobody decided until ${row.expiresAt}`, step: row.step };
  const step = {
    ...stepKey(ports.tenant, row.run, row.step),
    step: row.step,
    status: 'FAILED',
    key: row.approval,
    attempt: 1,
    input: row.shown,
    reason,
  };
  const writes = [{ key: { pk: row.pk, sk: row.sk }, set, when: { status: 'PENDING' } }, { put: step }];
  await record(ports, { tenant: ports.tenant, run: row.run, fact, at: () => ({ writes }) });
}
