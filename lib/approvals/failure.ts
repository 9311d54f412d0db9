import { Terminal } from '../engine/errors.ts';
import type { StepPayload } from '../engine/payload.ts';
import { type RecordPorts, record } from '../engine/record.ts';
import { timeOf } from './note.ts';

/** An approval that could not be opened, for good, is on record as the failure of its step. Throws the error on. */
export async function noteFailure(
  ports: RecordPorts & { tenant: string },
  { run, step, at: pass }: StepPayload,
  error: unknown,
): Promise<never> {
  if (!(error instanceof Terminal) || error.name === 'RunEnded') throw error;
  const data = { step, ...(pass !== undefined && { at: pass }), attempt: 0, error: error.name, doubt: false };
  const fact = { type: 'step.failed', at: timeOf(ports), actor: `step:${step}`, subject: step, data };
  await record(ports, { tenant: ports.tenant, run: run.id, fact, at: () => ({}) });
  throw error;
}
