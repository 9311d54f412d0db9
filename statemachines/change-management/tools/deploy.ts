import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<{ change: string; service: string; commit: string }>) =>
    system('deployer').post('/deployments', input, { idempotencyKey: key, signal }),
});
