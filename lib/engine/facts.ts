import type { AuditData, AuditFact } from '../audit/entry.ts';
import type { EngineError } from './errors.ts';
import { commitmentOf } from './keep.ts';
import type { Kept, StepRow } from './rows.ts';
import type { StepCall } from './step.ts';

/** What the chain says about a step: commitments, digests, names of policies. Never a payload or a message. */

export function intentFact(at: string, call: StepCall, { attempt, key, input }: StepRow, program: string): AuditFact {
  return fact('step.intent', at, call, { attempt, key, program, input: commitmentOf(input), ...policyData(call) });
}

/** A compensation that completes is about the step that it undoes. */
export function doneFact(at: string, call: StepCall, output: Kept, notes: Record<string, Kept> = {}): AuditFact {
  const named = Object.entries(notes).map(([name, kept]) => [name, commitmentOf(kept)]);
  const data = {
    attempt: call.attempt ?? 0,
    output: commitmentOf(output),
    tokens: call.tokens,
    ...(named.length > 0 && { notes: Object.fromEntries(named) }),
  };
  const undone = call.spec.compensates?.step;
  return undone ? { ...fact('step.undone', at, call, data), subject: undone } : fact('step.done', at, call, data);
}

/** `doubt`: whether an attempt may have acted nevertheless. */
export const failedFact = (at: string, call: StepCall, error: EngineError, doubt: boolean): AuditFact =>
  fact('step.failed', at, call, { attempt: call.attempt ?? 0, error: error.name, doubt, ...policyData(call) });

/** Of a step in a map or loop the data say which pass. */
function fact(type: string, at: string, { payload }: StepCall, data: AuditData): AuditFact {
  const { step, at: pass } = payload;
  return { type, at, actor: `step:${step}`, subject: step, data: { ...data, ...(pass !== undefined && { at: pass }) } };
}

function policyData({ decision }: StepCall): AuditData {
  if (!decision) return {};
  const { allow, policies, errors, bundle } = decision;
  return { policy: { allow, bundle, policies: [...policies], errors: errors.length } };
}
