import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input, key, signal }: EffectCall<{ parcel: string }>) =>
    system('shipping').post(`/parcels/${encodeURIComponent(input.parcel)}/cancel`, {}, { idempotencyKey: key, signal }),
});
