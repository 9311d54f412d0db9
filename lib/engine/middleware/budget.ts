import type middy from '@middy/core';
import { Terminal } from '../errors.ts';
import type { StepAnswer, StepCall } from '../step.ts';

/**
 * The budget of tokens is for the step, not for an attempt: what earlier attempts used counts, or retries would be free.
 * Throws Terminal `BudgetExhausted` before a call that has nothing left to spend.
 */
export function budget(): middy.MiddlewareObj<StepCall, StepAnswer> {
  return {
    before: ({ event: call }) => {
      const limit = call.spec.budget?.tokens ?? Number.POSITIVE_INFINITY;
      call.tokens = call.row?.tokens ?? 0;
      if (call.tokens < limit || call.row?.status === 'DONE') return;
      throw new Terminal(`step ${call.payload.step} has used ${call.tokens} of ${limit} tokens`, 'BudgetExhausted');
    },
  };
}
