import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  assessor: 'north' | 'harbour' | 'quick';
  question: { claim: string; photos: string[]; lossMinor: number };
}

export const handler = defineTool({
  effect: ({ input: { assessor, question }, key, signal }: EffectCall<Input>) =>
    system(assessor).post('/estimates', question, { idempotencyKey: key, signal }),
});
