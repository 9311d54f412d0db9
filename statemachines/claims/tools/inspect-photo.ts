import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input, signal }: EffectCall<{ claim: string; photo: string }>) =>
    system('photos').get(`/photos/${encodeURIComponent(input.photo)}?claim=${encodeURIComponent(input.claim)}`, {
      signal,
    }),
});
