import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  request: string;
  patient: string;
}

export const handler = defineTool({
  effect: ({ input: { request, patient }, signal }: EffectCall<Input>) =>
    system('records').get(`/patients/${encodeURIComponent(patient)}/record?request=${encodeURIComponent(request)}`, {
      signal,
    }),
});
