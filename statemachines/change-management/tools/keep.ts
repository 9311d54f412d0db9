import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import { Terminal } from '../../../lib/engine/errors.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input: { deployment, state }, key, signal }: EffectCall<{ deployment: string; state: string }>) => {
    if (state !== 'healthy') throw new Terminal(`monitoring finds the service ${state}`, 'NotHealthy');
    return system('deployer').post(
      `/deployments/${encodeURIComponent(deployment)}/keep`,
      {},
      { idempotencyKey: key, signal },
    );
  },
});
