import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input, signal }: EffectCall<{ watch: string }>) =>
    system('consents').get(`/watches/${encodeURIComponent(input.watch)}`, { signal }),
});
