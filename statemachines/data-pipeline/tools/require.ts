import { defineTool } from '../../../lib/aws/tool.ts';
import { Terminal } from '../../../lib/engine/errors.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  that: boolean;
  else: string;
  because: string;
}

export const handler = defineTool({
  effect: async ({ input: { that, else: name, because } }: EffectCall<Input>) => {
    if (!that) throw new Terminal(because, name);
    return { done: true };
  },
});
