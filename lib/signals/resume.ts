import { stepKey } from '../engine/keys.ts';
import { answerWaiting, openFiled, type ResumePorts } from '../engine/resume.ts';
import type { StepRow } from '../engine/rows.ts';

/** Which step of which run waits, as the entries about its signal say. */
export interface WaitingStep {
  run: string;
  step: string;
  at?: string;
  id: string;
}

/** Hands the body of a signal to the step that waits for it; does nothing while there is none. */
export async function resumeSignal(ports: ResumePorts, { run, step, at, id }: WaitingStep): Promise<void> {
  const row = (await ports.ledger.get(stepKey(ports.tenant, run, step, at))) as StepRow | undefined;
  if (row?.status === 'DONE') await answerWaiting(ports, run, id, { output: row.output?.value ?? null });
}

/** Passes a sign of life on to Step Functions, for a step that has a heartbeat. */
export async function beatSignal(
  ports: Omit<ResumePorts, 'answer'> & { heartbeat(token: string): Promise<void> },
  { run, id }: WaitingStep,
): Promise<void> {
  const token = await openFiled(ports, run, id);
  if (token !== undefined) await ports.heartbeat(token);
}
