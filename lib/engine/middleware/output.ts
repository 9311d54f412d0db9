import type middy from '@middy/core';
import { holdsClaim } from '../claims.ts';
import { invalidOutput } from '../errors.ts';
import { schemaProblems } from '../schema.ts';
import type { StepAnswer, StepCall } from '../step.ts';

/**
 * What an effect answers is data from outside until it has passed the step's schema. A claim check in it would let the
 * outside name a payload to be read, so there may be none.
 */
export function output(): middy.MiddlewareObj<StepCall, StepAnswer> {
  return {
    after: ({ event: call, response }) => {
      const value = response?.output;
      if (holdsClaim(value)) throw invalidOutput(`step ${call.payload.step} answered with a claim check of its own`);
      const problems = schemaProblems(call.spec.output ?? true, value);
      if (problems.length > 0) throw invalidOutput(`output of step ${call.payload.step}: ${problems.join('; ')}`);
    },
  };
}
