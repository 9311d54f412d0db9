import * as z from 'zod';
import { addBusinessTime } from '../calendar/business-time.ts';
import type { ProgramStep } from '../compile/program.ts';
import { invalidInput } from '../engine/errors.ts';
import { keep } from '../engine/keep.ts';
import { approvalIndex, approvalKey, effectKey } from '../engine/keys.ts';
import type { StepPayload } from '../engine/payload.ts';
import { readRun } from '../engine/record.ts';
import { approvalDigest } from './digest.ts';
import type { OpenPorts } from './ports.ts';
import type { ApprovalRow, Shown } from './row.ts';
import { barredFrom, mustHaveEligible } from './separate.ts';

/** The settings of an approval step, from the compiled workflow. Durations in seconds. */
export type ApprovalSettings = NonNullable<ProgramStep['approval']>;

/** The same step of the same run is the same approval, however often it is opened. */
export const approvalId = (tenant: string, { run, step, at }: Pick<StepPayload, 'run' | 'step' | 'at'>): string =>
  effectKey(tenant, run.id, step, 'approval', at).slice(0, 32);

/** The step's input as the compiler lays it out: what the page shows, in one level. */
function shownFrom(input: unknown): Shown {
  const parsed = approvalInput.safeParse(input);
  if (!parsed.success) throw invalidInput(`what an approval shows: ${z.prettifyError(parsed.error)}`);
  const { title, reason, show } = parsed.data;
  return { title, reason, ...show } as Shown;
}

const approvalInput = z.object({
  title: z.string(),
  reason: z.string(),
  show: z.record(z.string(), z.unknown()).default({}),
});

/** The steps of the program, as far as they say who answers for them. */
type Owners = Readonly<Record<string, Pick<ProgramStep, 'owner'>>>;

/** RFC 3339. With a calendar only open hours count. */
function timeAfter(now: number, seconds: number, calendar: ApprovalSettings['calendar']): string {
  if (!calendar) return new Date(now + seconds * 1000).toISOString();
  return addBusinessTime(calendar, new Date(now).toISOString(), seconds);
}

/** The row of an approval that begins now, with the digest that a decision on it must carry. Durations in seconds. */
export async function newRow(
  ports: OpenPorts,
  { run, step, at: pass, input }: StepPayload,
  settings: ApprovalSettings,
  steps: Owners = {},
): Promise<ApprovalRow> {
  const id = approvalId(ports.tenant, { run, step, at: pass });
  const { initiator } = await readRun(ports.ledger, ports.tenant, run.id);
  const now = ports.clock.now();
  const at = (seconds: number) => timeAfter(now, seconds, settings.calendar);
  const separateFrom = settings.separateFrom ?? [];
  const asked = { tenant: ports.tenant, run: run.id, separateFrom, ...(initiator !== undefined && { initiator }) };
  const barred = await barredFrom(ports.ledger, steps, asked);
  const draft = {
    ...approvalKey(ports.tenant, run.id, id),
    ...approvalIndex(ports.tenant, 'PENDING', at(settings.sla), id),
    approval: id,
    run: run.id,
    workflow: run.workflow,
    step,
    ...(pass !== undefined && { at: pass }),
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
    ...(barred.length > 0 && { barred }),
  };
  mustHaveEligible(ports.directory, draft);
  return { ...draft, digest: approvalDigest(draft, settings.approvers.role, ports.policyHash) };
}
