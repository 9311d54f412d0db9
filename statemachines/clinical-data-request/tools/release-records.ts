import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  request: string;
  researcher: string;
  records: unknown[];
  /** When the steward has agreed, ISO 8601. */
  from: string;
  days: number;
}

const DAY = 86_400_000;

export const handler = defineTool({
  effect: async ({ input: { from, days, ...release }, key, signal }: EffectCall<Input>) => {
    const until = new Date(Date.parse(from) + days * DAY).toISOString();
    const made = await system('workspace').post('/releases', { ...release, until }, { idempotencyKey: key, signal });
    return { ...(made as { release: string; records: number }), until };
  },
});
