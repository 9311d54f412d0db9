import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  order: string;
  address: { name: string; street: string; city: string; country: string };
  reservations: string[];
}

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<Input>) =>
    system('shipping').post('/parcels', input, { idempotencyKey: key, signal }),
});
