import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input: { service, deployment }, signal }: EffectCall<{ service: string; deployment: string }>) =>
    system('monitoring').get(
      `/services/${encodeURIComponent(service)}/health?since=${encodeURIComponent(deployment)}`,
      { signal },
    ),
});
