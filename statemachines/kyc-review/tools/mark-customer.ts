import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<{ customer: string; entries: string[] }>) =>
    system('kyc').post(
      `/customers/${encodeURIComponent(input.customer)}/review`,
      { entries: input.entries },
      { idempotencyKey: key, signal },
    ),
});
