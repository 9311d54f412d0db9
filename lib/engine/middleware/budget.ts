import type middy from '@middy/core';
import { Terminal } from '../errors.ts';
import type { StepAnswer, StepCall } from '../step.ts';

/**
 * The budget of tokens is for the step, not for an attempt: what earlier attempts used counts, or retries would be free.
 * Asked before the first call of an attempt; `refuseOverspent` asks again after each.
 */
export function budget(): middy.MiddlewareObj<StepCall, StepAnswer> {
  return {
    before: ({ event: call }) => {
      call.tokens = call.row?.tokens ?? 0;
      if (call.row?.status !== 'DONE') refuseOverspent(call);
    },
  };
}

/** Tokens that are left of a step's budget. */
export const leftOf = ({ spec, tokens }: StepCall): number =>
  (spec.budget?.tokens ?? Number.POSITIVE_INFINITY) - tokens;

/** Throws Terminal `BudgetExhausted` when nothing is left of a step's budget. */
export function refuseOverspent({ spec, tokens, payload }: StepCall): void {
  const limit = spec.budget?.tokens ?? Number.POSITIVE_INFINITY;
  if (tokens <= limit) return;
  throw new Terminal(`step ${payload.step} has used ${tokens} of ${limit} tokens`, 'BudgetExhausted');
}
