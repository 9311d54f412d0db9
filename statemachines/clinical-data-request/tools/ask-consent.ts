import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  request: string;
  patient: string;
  purpose: string;
}

export const handler = defineTool({
  effect: ({ input: { patient, purpose }, signal }: EffectCall<Input>) =>
    system('consents').get(`/patients/${encodeURIComponent(patient)}/consents/${encodeURIComponent(purpose)}`, {
      signal,
    }),
});
