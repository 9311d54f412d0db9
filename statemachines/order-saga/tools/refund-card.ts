import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<{ charge: string; reason: string }>) =>
    system('payments').post(
      `/charges/${encodeURIComponent(input.charge)}/refund`,
      { reason: input.reason },
      { idempotencyKey: key, signal },
    ),
});
