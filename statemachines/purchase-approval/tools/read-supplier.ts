import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input: { supplier, category }, signal }: EffectCall<{ supplier: string; category: string }>) =>
    system('procurement').get(`/suppliers/${encodeURIComponent(supplier)}?category=${encodeURIComponent(category)}`, {
      signal,
    }),
});
