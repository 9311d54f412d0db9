import type middy from '@middy/core';
import { holdsClaim } from '../claims.ts';
import { invalidInput, invalidOutput } from '../errors.ts';
import { schemaProblems } from '../schema.ts';
import type { StepAnswer, StepCall } from '../step.ts';

type Middleware = middy.MiddlewareObj<StepCall, StepAnswer>;

/** The tool's contract, asked before anything happens. Throws Terminal `InvalidInput`. */
export function input(): Middleware {
  return {
    before: ({ event: call }) => {
      const problems = schemaProblems(call.spec.input ?? true, call.input);
      if (problems.length > 0) throw invalidInput(`input of step ${call.payload.step}: ${problems.join('; ')}`);
    },
  };
}

/**
 * What an effect answers is data from outside until it has passed the step's schema. A claim check in it would let the
 * outside name a payload to be read, so there may be none. Throws Terminal `InvalidOutput`.
 */
export function output(): Middleware {
  return {
    after: ({ event: call, response }) => {
      const value = response?.output;
      if (holdsClaim(value)) throw invalidOutput(`step ${call.payload.step} answered with a claim check of its own`);
      const problems = schemaProblems(call.spec.output ?? true, value);
      if (problems.length > 0) throw invalidOutput(`output of step ${call.payload.step}: ${problems.join('; ')}`);
    },
  };
}
