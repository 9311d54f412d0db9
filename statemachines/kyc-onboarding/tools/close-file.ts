import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<{ file: string; reason: string }>) =>
    system('kyc').post(
      `/files/${encodeURIComponent(input.file)}/close`,
      { reason: input.reason },
      { idempotencyKey: key, signal },
    ),
});
