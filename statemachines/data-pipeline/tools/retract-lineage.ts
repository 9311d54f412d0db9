import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<{ edge: string }>) =>
    system('lineage').post(`/edges/${encodeURIComponent(input.edge)}/retract`, {}, { idempotencyKey: key, signal }),
});
