import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  order: string;
  amountMinor: number;
  currency: string;
  card: string;
}

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<Input>) =>
    system('payments').post('/charges', input, { idempotencyKey: key, signal }),
});
