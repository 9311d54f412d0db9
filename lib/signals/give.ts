import type { AuditFact } from '../audit/entry.ts';
import { commitmentOf } from '../engine/keep.ts';
import { stepKey } from '../engine/keys.ts';
import type { Write } from '../engine/ports.ts';
import type { SignalRow, WaitRow } from './rows.ts';

/** What the chain says of a signal that has reached its step: which, from whom, and a commitment to what it says. */
export function givenFact(
  type: 'signal.received' | 'signal.taken',
  at: string,
  name: string,
  { id, from, receivedAt, body }: SignalRow,
  wait: Pick<WaitRow, 'id' | 'step' | 'at'>,
): AuditFact {
  const { step, at: pass } = wait;
  const place = { step, ...(pass !== undefined && { at: pass }) };
  const data = { ...place, signal: name, signalId: id, from, receivedAt, content: commitmentOf(body) };
  return { type, at, actor: type === 'signal.received' ? from : `step:${wait.step}`, subject: wait.id, data };
}

/** The body of the signal is the output of the step. */
export const stepDone = (tenant: string, { run, step, at }: WaitRow, { body }: SignalRow, order: number): Write => ({
  key: stepKey(tenant, run, step, at),
  set: { status: 'DONE', output: body, order },
});
