import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  request: string;
  condition: string;
}

export const handler = defineTool({
  effect: async ({ input: { request, condition }, signal }: EffectCall<Input>) => {
    const found = await system('records').get(
      `/patients?condition=${encodeURIComponent(condition)}&request=${encodeURIComponent(request)}`,
      { signal },
    );
    const { patients } = found as { patients: string[] };
    return { size: patients.length, patients };
  },
});
