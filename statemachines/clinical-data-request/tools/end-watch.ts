import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<{ watch: string }>) =>
    system('consents').post(`/watches/${encodeURIComponent(input.watch)}/end`, {}, { idempotencyKey: key, signal }),
});
