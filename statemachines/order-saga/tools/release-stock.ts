import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<{ reservation: string }>) =>
    system('warehouse').post(
      `/reservations/${encodeURIComponent(input.reservation)}/release`,
      {},
      { idempotencyKey: key, signal },
    ),
});
