import * as z from 'zod';
import type { ProgramStep } from '../compile/program.ts';
import { commitmentOf, keep } from '../engine/keep.ts';
import { approvalIndex, approvalKey, effectKey, tokenKey } from '../engine/keys.ts';
import type { StepPayload } from '../engine/payload.ts';
import { readRun, record } from '../engine/record.ts';
import { approvalDigest } from './digest.ts';
import { notify } from './notify.ts';
import type { OpenPorts } from './ports.ts';
import type { ApprovalRow, Shown } from './row.ts';

/** The settings of an approval step, from the compiled workflow. Durations in seconds. */
export type ApprovalSettings = NonNullable<ProgramStep['approval']>;

/**
 * Opens an approval for a waiting step: row and token in one transaction with its audit entry, then timers, then mails.
 * Called again for the same step (Step Functions retries with a new token) it only puts the new token in place, so that
 * a decision that came early or twice still reaches the run.
 */
export async function openApproval(
  ports: OpenPorts,
  payload: StepPayload,
  settings: ApprovalSettings,
): Promise<ApprovalRow> {
  const id = approvalId(ports.tenant, payload);
  const key = approvalKey(ports.tenant, payload.run.id, id);
  const known = (await ports.ledger.get(key)) as ApprovalRow | undefined;
  const row = known ?? (await newRow(ports, payload, settings, id));
  await storeToken(ports, row, payload.taskToken!, known !== undefined);
  if (row.status !== 'PENDING') return row;
  await setTimers(ports, row);
  if (row.notifiedAt) return row;
  const notifiedAt = new Date(ports.clock.now()).toISOString();
  await notify(ports, row, { type: 'approval.notified', role: settings.approvers.role, set: { notifiedAt } });
  return row;
}

/** The same step of the same run is the same approval, however often it is opened. */
export const approvalId = (tenant: string, { run, step }: StepPayload): string =>
  effectKey(tenant, run.id, step, 'approval').slice(0, 32);

/** The step's input as the compiler lays it out: what the page shows, in one level. */
function shownFrom(input: unknown): Shown {
  const { title, reason, show } = approvalInput.parse(input);
  return { title, reason, ...show } as Shown;
}

const approvalInput = z.object({
  title: z.string(),
  reason: z.string(),
  show: z.record(z.string(), z.unknown()).default({}),
});

async function newRow(
  ports: OpenPorts,
  { run, step, input }: StepPayload,
  settings: ApprovalSettings,
  id: string,
): Promise<ApprovalRow> {
  const { initiator } = await readRun(ports.ledger, ports.tenant, run.id);
  const now = ports.clock.now();
  const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();
  const draft = {
    ...approvalKey(ports.tenant, run.id, id),
    ...approvalIndex(ports.tenant, 'PENDING', at(settings.sla), id),
    approval: id,
    run: run.id,
    workflow: run.workflow,
    step,
    status: 'PENDING' as const,
    shown: keep(ports.random, shownFrom(input)),
    ...(settings.form !== undefined && { form: settings.form }),
    roles: [settings.approvers.role],
    escalations: settings.escalate.map(({ after, to }) => ({ at: at(after), role: to.role })),
    openedAt: at(0),
    dueAt: at(settings.sla),
    expiresAt: at(settings.timeout),
    // Who asked for the run cannot approve it.
    ...(typeof initiator === 'string' && { initiator }),
  };
  return { ...draft, digest: approvalDigest(draft, settings.approvers.role, ports.policyHash) };
}

/** A first token comes with the row itself; a later one takes its place and says so, since a decision may be waiting for it. */
async function storeToken(ports: OpenPorts, row: ApprovalRow, token: string, known: boolean): Promise<void> {
  const { tenant } = ports;
  const place = { tenant, run: row.run, approval: row.approval };
  const sealed = { ...tokenKey(tenant, row.run, row.approval), ciphertext: await ports.tokens.seal(token, place) };
  const type = known ? 'approval.token-renewed' : 'approval.requested';
  const fact = {
    type,
    at: new Date(ports.clock.now()).toISOString(),
    actor: `step:${row.step}`,
    subject: row.approval,
    data: {
      step: row.step,
      digest: row.digest,
      shown: commitmentOf(row.shown),
      due: row.dueAt,
      expires: row.expiresAt,
    },
  };
  const writes = known ? [{ put: sealed }] : [{ put: row, when: 'absent' as const }, { put: sealed }];
  await record(ports, { tenant, run: row.run, fact, at: () => ({ writes }) });
}

async function setTimers({ timers }: OpenPorts, { run, approval, escalations, expiresAt }: ApprovalRow): Promise<void> {
  for (const [level, { at }] of escalations.entries())
    await timers.set(`${approval}-${level}`, at, { run, approval, level });
  await timers.set(`${approval}-end`, expiresAt, { run, approval });
}
