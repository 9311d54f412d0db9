import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input, signal }: EffectCall<{ vote: string }>) =>
    system('ethics').get(`/votes/${encodeURIComponent(input.vote)}`, { signal }),
});
