import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  request: string;
  supplier: string;
  title: string;
  amountMinor: number;
  reservation: string;
}

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<Input>) =>
    system('procurement').post('/orders', input, { idempotencyKey: key, signal }),
});
