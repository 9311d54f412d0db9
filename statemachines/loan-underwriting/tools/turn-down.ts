import { defineTool } from '../../../lib/aws/tool.ts';
import { Terminal } from '../../../lib/engine/errors.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: async ({ input }: EffectCall<{ because: string }>): Promise<never> => {
    throw new Terminal(input.because, 'Declined');
  },
});
