import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<{ reserve: string }>) =>
    system('reserves').post(`/reserves/${encodeURIComponent(input.reserve)}/use`, {}, { idempotencyKey: key, signal }),
});
