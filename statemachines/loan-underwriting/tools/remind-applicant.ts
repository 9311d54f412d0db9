import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  application: string;
  document: string;
  round: number;
}

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<Input>) =>
    system('dossier').post('/reminders', input, { idempotencyKey: key, signal }),
});
