import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  dataset: string;
  version: string;
}

export const handler = defineTool({
  effect: ({ input: { dataset, version }, key, signal }: EffectCall<Input>) =>
    system('lake').post(
      `/datasets/${encodeURIComponent(dataset)}/versions/${encodeURIComponent(version)}/withdraw`,
      {},
      { idempotencyKey: key, signal },
    ),
});
