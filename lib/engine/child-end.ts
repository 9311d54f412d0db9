import { holdsClaim, redeem } from './claims.ts';
import { Conflict } from './errors.ts';
import { commitmentOf, keep } from './keep.ts';
import { stepKey } from './keys.ts';
import type { Payloads } from './ports.ts';
import type { JsonSchema } from './program.ts';
import { type RecordPorts, readRun, record } from './record.ts';
import { answerWaiting, failed, type Outcome, type ResumePorts } from './resume.ts';
import type { ParentRef, Reason, RunRow, StepRow } from './rows.ts';
import { schemaProblems } from './schema.ts';

type Ports = RecordPorts & ResumePorts & { payloads: Payloads };

/** What the parent's program says its step gives. */
type OutputOf = (step: string) => JsonSchema | undefined;

/**
 * A run that a step waits for has ended: its output, or how it failed, becomes the step's. On record in the parent's
 * chain first, then told to Step Functions; each may come twice. Does nothing while the child goes on.
 */
export async function endChild(ports: Ports, child: string, outputOf: OutputOf): Promise<void> {
  const row = await readRun(ports.ledger, ports.tenant, child);
  const { parent, endedAt } = row;
  if (!parent || !endedAt) return;
  const step = (await ports.ledger.get(keyIn(ports.tenant, parent))) as StepRow | undefined;
  if (step?.child !== child) return;
  const outcome = await outcomeOf(ports, row, outputOf(parent.step));
  if (await noteEnd(ports, parent, step, row, outcome)) await answerWaiting(ports, parent.run, step.key, outcome);
}

const keyIn = (tenant: string, { run, step, at }: ParentRef) => stepKey(tenant, run, step, at);

async function outcomeOf({ payloads }: Ports, { run, workflow, status, output, reason }: RunRow, schema?: JsonSchema) {
  const why = reason ? `: ${reason.name}: ${reason.message}` : '';
  const told = `run ${run} of ${workflow} has ended as ${status}${why}`;
  if (status === 'REJECTED') return failed('ChildRejected', told);
  if (reason?.name === VERSION_NOT_DEPLOYED) return failed(VERSION_NOT_DEPLOYED, reason.message);
  if (status !== 'SUCCEEDED') return failed('ChildFailed', told);
  const value = output?.value ?? null;
  const whole = holdsClaim(value) ? await redeem(payloads, value) : value;
  const problems = schemaProblems(schema ?? true, whole);
  if (problems.length > 0)
    return failed('InvalidOutput', `output of run ${run} of ${workflow}: ${problems.join('; ')}`);
  return { output: value };
}

/** The workflow that was asked for is deployed in another version. */
export const VERSION_NOT_DEPLOYED = 'VersionNotDeployed';

/** Resolves to false when the parent has ended without it: then nobody waits, and nothing may follow its chain. */
async function noteEnd(
  ports: Ports,
  parent: ParentRef,
  step: StepRow,
  child: RunRow,
  outcome: Outcome,
): Promise<boolean> {
  if (step.status !== 'INTENT') return true;
  const { tenant, random, clock } = ports;
  const output = 'output' in outcome ? keep(random, outcome.output) : undefined;
  const set = output ? { status: 'DONE', output } : { status: 'FAILED', reason: reasonOf(outcome, parent.step) };
  const { step: name, at: pass } = parent;
  const data = { step: name, ...(pass !== undefined && { at: pass }), child: child.run, status: child.status };
  const at = new Date(clock.now()).toISOString();
  const fact = {
    type: 'child.ended',
    at,
    actor: `run:${child.run}`,
    subject: step.key,
    data: { ...data, ...(output && { output: commitmentOf(output) }) },
  };
  const open = (order: number, { run, endedAt, undo, status }: RunRow) => {
    if (endedAt && undo !== 'PENDING') throw new Conflict(`run ${run} has ended as ${status}`);
    const { pk, sk } = step;
    return { writes: [{ key: { pk, sk }, set: { ...set, order }, when: { status: 'INTENT' } }] };
  };
  return record(ports, { tenant, run: parent.run, fact, at: open }).then(() => true, unlessOver);
}

function reasonOf(outcome: Outcome, step: string): Reason {
  const { error, cause } = outcome as { error: string; cause: string };
  return { name: error, message: (JSON.parse(cause) as { errorMessage: string }).errorMessage, step };
}

function unlessOver(error: unknown): false {
  if (!(error instanceof Conflict)) throw error;
  return false;
}
