import type middy from '@middy/core';
import { checkIn, redeem } from '../claims.ts';
import type { EnginePorts } from '../ports.ts';
import type { StepAnswer, StepCall } from '../step.ts';

type Middleware = middy.MiddlewareObj<StepCall, StepAnswer>;

/** The effect sees whole values: claims in the input are redeemed before anything looks at it. */
export function redeemInput({ payloads }: EnginePorts): Middleware {
  return {
    before: async ({ event: call }) => {
      call.input = await redeem(payloads, call.payload.input);
    },
  };
}

/** What is too large to travel leaves as a claim; the ledger keeps the same form as Step Functions carries. */
export function checkInOutput({ payloads }: EnginePorts): Middleware {
  return {
    after: async (request) => {
      request.response = { output: await checkIn(payloads, request.response?.output, request.event.spec.inline) };
    },
  };
}
