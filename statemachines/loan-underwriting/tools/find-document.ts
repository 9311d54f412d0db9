import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  application: string;
  document: string;
}

export const handler = defineTool({
  effect: ({ input, signal }: EffectCall<Input>) =>
    system('dossier').get(`/dossiers/${encodeURIComponent(input.application)}/${encodeURIComponent(input.document)}`, {
      signal,
    }),
});
