import type { AuditData } from '../audit/entry.ts';
import { Conflict } from '../engine/errors.ts';
import { commitmentOf } from '../engine/keep.ts';
import type { StepPayload } from '../engine/payload.ts';
import type { Write } from '../engine/ports.ts';
import { tokenWrite } from '../engine/waiting.ts';
import { type ApprovalSettings, approvalId, newRow } from './new-row.ts';
import { findApproval, isOver, note, timeOf } from './note.ts';
import { notify } from './notify.ts';
import type { OpenPorts } from './ports.ts';
import type { ApprovalRow } from './row.ts';

/**
 * Opens an approval for a waiting step: row and token in one transaction with its audit entry, then timers, then mails.
 * Called again for the same step (Step Functions retries with a new token) it only puts the new token in place, so that
 * a decision that came early or twice still reaches the run. Throws Terminal `RunEnded` for a run that has ended, and
 * `NoEligibleApprover` where separation of duties leaves nobody to ask.
 */
export async function openApproval(
  ports: OpenPorts,
  payload: StepPayload,
  settings: ApprovalSettings,
  steps: Parameters<typeof newRow>[3] = {},
): Promise<ApprovalRow> {
  const row = await openRow(ports, payload, settings, steps);
  if (row.status !== 'PENDING') return row;
  await setTimers(ports, row);
  if (!row.notifiedAt) await askFirst(ports, row, settings.approvers.role);
  return row;
}

/** Decided while the mails were leaving: then nobody needs to be asked. */
async function askFirst(ports: OpenPorts, row: ApprovalRow, role: string): Promise<void> {
  const notifiedAt = timeOf(ports);
  await notify(ports, row, { type: 'approval.notified', role, set: () => ({ notifiedAt }) }).catch((error: unknown) => {
    if (!isOver(error)) throw error;
  });
}

async function openRow(
  ports: OpenPorts,
  payload: StepPayload,
  settings: ApprovalSettings,
  steps: Parameters<typeof newRow>[3],
): Promise<ApprovalRow> {
  const id = approvalId(ports.tenant, payload);
  const known = await findApproval(ports, payload.run.id, id);
  if (known) return renewToken(ports, known, payload);
  try {
    return await createRow(ports, await newRow(ports, payload, settings, steps), payload);
  } catch (error) {
    const other = error instanceof Conflict ? await findApproval(ports, payload.run.id, id) : undefined;
    if (!other) throw error;
    return renewToken(ports, other, payload);
  }
}

async function createRow(ports: OpenPorts, row: ApprovalRow, payload: StepPayload): Promise<ApprovalRow> {
  const token = await sealed(ports, row, payload);
  const change = () => [{ put: row, when: 'absent' as const }, token];
  await note(ports, row, { type: 'approval.requested', actor: `step:${row.step}`, data: requestOf(row), change });
  return row;
}

/** A later token takes the place of the first and says so, since a decision may be waiting for it. */
async function renewToken(ports: OpenPorts, row: ApprovalRow, payload: StepPayload): Promise<ApprovalRow> {
  const token = await sealed(ports, row, payload);
  const change = () => [token];
  await note(ports, row, { type: 'approval.token-renewed', actor: `step:${row.step}`, data: requestOf(row), change });
  return row;
}

const sealed = ({ tenant, tokens }: OpenPorts, { approval }: ApprovalRow, payload: StepPayload): Promise<Write> =>
  tokenWrite(tokens, tenant, payload, approval);

const requestOf = ({ digest, shown, dueAt, expiresAt }: ApprovalRow): AuditData => ({
  digest,
  shown: commitmentOf(shown),
  due: dueAt,
  expires: expiresAt,
});

/** Milliseconds from now to the time of a timer that should have fired before it was set. */
const SOON = 5000;

async function setTimers({ timers, clock }: OpenPorts, row: ApprovalRow): Promise<void> {
  const { run, approval, escalations, expiresAt } = row;
  const soon = new Date(clock.now() + SOON).toISOString();
  const notBefore = (at: string) => (at < soon ? soon : at);
  for (const [level, { at, sentAt }] of escalations.entries())
    if (!sentAt) await timers.set(`${approval}-${level}`, notBefore(at), { run, approval, level });
  await timers.set(`${approval}-end`, notBefore(expiresAt), { run, approval });
}
