import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  customer: string;
  person: { subject: string; name: string; birthDate: string; country: string };
}

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<Input>) =>
    system('registry').post('/proofs', input, { idempotencyKey: key, signal }),
});
