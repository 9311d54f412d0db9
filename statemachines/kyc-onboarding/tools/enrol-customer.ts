import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  customer: string;
  account: string;
  people: { subject: string; name: string; birthDate: string; country: string }[];
  cleared: string[];
}

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<Input>) =>
    system('kyc').post('/customers', input, { idempotencyKey: key, signal }),
});
