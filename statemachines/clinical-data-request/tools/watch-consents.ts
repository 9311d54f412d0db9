import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  request: string;
  patients: string[];
  purpose: string;
}

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<Input>) =>
    system('consents').post('/watches', input, { idempotencyKey: key, signal }),
});
