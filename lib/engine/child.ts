import type { ProgramStep } from '../compile/program.ts';
import { mayBegin } from './fence.ts';
import { runId, stepKey } from './keys.ts';
import type { StepPayload } from './payload.ts';
import type { Write } from './ports.ts';
import { readRun, record } from './record.ts';
import type { RunRow, StepRow } from './rows.ts';
import { type RunPorts, requestRun } from './runs.ts';
import type { Deployment } from './step.ts';
import { type TokenSealer, tokenWrite, waitId, waitingStep } from './waiting.ts';

export type ChildSettings = NonNullable<ProgramStep['child']>;

/** The step that asks for a run of another workflow: its run knows it as its parent. */
type Parent = Pick<StepPayload, 'run' | 'step' | 'at' | 'input'>;

const occasionOf = ({ run, step, at }: Parent): string => JSON.stringify(['child', run.id, step, ...(at ? [at] : [])]);

/** The same step of the same run means the same child, however often it asks. */
export const childOf = (tenant: string, parent: Parent, { workflow }: ChildSettings): string =>
  runId(tenant, workflow, occasionOf(parent));

/** Asks for the child, once, in exactly the version that the parent was compiled for. Its initiator is the parent's. */
export async function requestChild(
  ports: RunPorts,
  tenant: string,
  parent: Parent,
  { workflow, version }: ChildSettings,
): Promise<{ run: string }> {
  const { initiator } = await readRun(ports.ledger, tenant, parent.run.id);
  const { run, step, at, input } = parent;
  const place = { run: run.id, workflow: run.workflow, step, ...(at !== undefined && { at }) };
  const about = { tenant, workflow, version, event: occasionOf(parent), input, actor: `step:${step}`, parent: place };
  const { run: id } = await requestRun(ports, { ...about, ...(initiator !== undefined && { initiator }) });
  return { run: id };
}

/**
 * Opens the wait for a child: the token is filed first, so that no end of the child comes too early for it, then the
 * child is asked for. Opened again it puts the new token in place, and asks for the same child.
 */
export async function awaitChild(
  { tenant, program, ports }: Pick<Deployment, 'tenant' | 'program'> & { ports: RunPorts & { tokens: TokenSealer } },
  payload: StepPayload,
  settings: ChildSettings,
): Promise<void> {
  const id = waitId(tenant, payload);
  const { run, step, at: pass } = payload;
  const child = childOf(tenant, payload, settings);
  const known = (await ports.ledger.get(stepKey(tenant, run.id, step, pass))) as StepRow | undefined;
  const token = await tokenWrite(ports.tokens, tenant, payload, id);
  const { workflow, version } = settings;
  const data = { step, ...(pass !== undefined && { at: pass }), child, workflow, version };
  const at = new Date(ports.clock.now()).toISOString();
  const row: StepRow = { ...waitingStep(ports.random, tenant, payload), child, begunAt: at };
  const type = known ? 'child.token-renewed' : 'child.awaited';
  const fact = { type, at, actor: `step:${step}`, subject: id, data };
  const open = async (_: number, as: RunRow) => {
    await mayBegin({ tenant, program, ports }, as, payload);
    return { writes: [token, ...opening(row, known)] };
  };
  await record(ports, { tenant, run: run.id, fact, at: open });
  await requestChild(ports, tenant, payload, settings);
}

/** Opened again, the child may be asked for again, too: an undo that does not find it has to wait for that. */
function opening(row: StepRow, known: StepRow | undefined): Write[] {
  const { pk, sk, begunAt } = row;
  if (!known) return [{ put: row, when: 'absent' }];
  return known.status === 'INTENT' ? [{ key: { pk, sk }, set: { begunAt }, when: { status: 'INTENT' } }] : [];
}
