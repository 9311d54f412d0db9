import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  hold: string;
  reason: string;
}

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<Input>) =>
    system('treasury').post(
      `/holds/${encodeURIComponent(input.hold)}/release`,
      { reason: input.reason },
      { idempotencyKey: key, signal },
    ),
});
