import type middy from '@middy/core';
import { stepRequest } from '../../policy/step-request.ts';
import type { Book } from '../book.ts';
import { policyDenied } from '../errors.ts';
import type { StepAnswer, StepCall } from '../step.ts';

/** Asks the policy. A deny ends the step as Terminal `PolicyDenied`, naming the policies that said so. */
export function policy({ tenant, region, program, ports }: Book): middy.MiddlewareObj<StepCall, StepAnswer> {
  return {
    before: ({ event: call }) => {
      const { step, policy: context } = call.payload;
      const request = stepRequest({ tenant, region, program, step, spec: call.spec, context });
      call.decision = ports.policy.decide(request);
      if (!call.decision.allow) throw policyDenied(whyDenied(call));
    },
  };
}

/** First for the person who reads it in a mail, then for the one who looks the policy up. */
function whyDenied({ decision, payload }: StepCall): string {
  const said = [...(decision?.policies ?? []), ...(decision?.errors ?? [])].join(', ');
  const reasons = decision?.reasons.map((sentence) => `${sentence} `).join('') ?? '';
  return `${reasons}Step ${payload.step} is denied by ${said || 'default: no policy permits it'}`;
}
