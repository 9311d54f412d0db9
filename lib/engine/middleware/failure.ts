import type middy from '@middy/core';
import type { Book } from '../book.ts';
import { classify } from '../classify.ts';
import { fail } from '../doubt.ts';
import { type EngineError, Retryable } from '../errors.ts';
import { repeatOf } from '../repeat.ts';
import type { StepAnswer, StepCall } from '../step.ts';

/**
 * Outermost: whatever goes wrong leaves with a name that Step Functions can act on, and with an entry in the chain.
 * If that cannot be written now the step is retried: no failure without its record.
 */
export function failure(book: Book): middy.MiddlewareObj<StepCall, StepAnswer> {
  return {
    onError: async (request) => {
      const { event: call, error } = request;
      const reason = nameFor(call, error);
      if (!call.spec) throw reason;
      const doubt = await fail(book, call, reason).catch((unrecorded: unknown) => {
        throw unrecordable(reason, unrecorded);
      });
      // An undo has asked what has become of the step: that nothing has is an answer.
      if (!call.payload.settle || doubt || reason.meaning !== 'terminal') throw reason;
      request.response = { output: null };
    },
  };
}

/** A ledger that does not answer may answer later; one that refuses (no permission, no such run) will refuse again. */
function unrecordable(reason: EngineError, why: unknown): EngineError {
  const refusal = classify(why);
  if (!MAY_PASS.has(refusal.name)) return refusal;
  return new Retryable(`${reason.name} could not be recorded: ${refusal.message}`, undefined, reason);
}

/** Recording is conditional, so that a lost answer of the ledger is no doubt either. */
const MAY_PASS = new Set(['Retryable', 'Ambiguous', 'Defect']);

/** A lost answer of a step that has no effect is no reason for doubt: it is simply asked again. */
function nameFor(call: StepCall, error: unknown): EngineError {
  const reason = classify(error, call.spec?.errors);
  const harmless = reason.meaning === 'ambiguous' && call.spec && repeatOf(call.spec) === 'free';
  return harmless ? new Retryable(reason.message, undefined, error) : reason;
}
