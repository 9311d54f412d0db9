import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input: { deployment, reason }, key, signal }: EffectCall<{ deployment: string; reason: string }>) =>
    system('deployer').post(
      `/deployments/${encodeURIComponent(deployment)}/roll-back`,
      { reason },
      { idempotencyKey: key, signal },
    ),
});
