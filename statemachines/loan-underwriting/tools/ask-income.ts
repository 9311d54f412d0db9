import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  application: string;
  taxId: string;
}

export const handler = defineTool({
  effect: ({ input, signal }: EffectCall<Input>) =>
    system('income').get(`/people/${encodeURIComponent(input.taxId)}`, { signal }),
});
