import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

/** A tool that posts its input to a system, under the key of its effect. `:name` in the path is that member of the input. */
export const post = (name: string, path: string) =>
  defineTool({
    effect: ({ input, key, signal }: EffectCall<Record<string, unknown>>) => {
      const filled = path.replaceAll(/:(\w+)/g, (_, member: string) => encodeURIComponent(String(input[member])));
      return system(name).post(filled, input, { idempotencyKey: key, signal });
    },
  });
