import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

export const handler = defineTool({
  effect: ({ input: { change, commit }, signal }: EffectCall<{ change: string; commit: string }>) =>
    system('repository').get(`/changes/${encodeURIComponent(change)}?commit=${commit}`, { signal }),
});
