import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  release: string;
  reason: string;
}

export const handler = defineTool({
  effect: ({ input: { release, reason }, key, signal }: EffectCall<Input>) =>
    system('workspace').post(
      `/releases/${encodeURIComponent(release)}/withdraw`,
      { reason },
      { idempotencyKey: key, signal },
    ),
});
