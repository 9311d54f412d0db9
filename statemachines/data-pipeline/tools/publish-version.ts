import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  run: string;
  dataset: string;
  day: string;
  partitions: { partition: string; digest: string }[];
}

export const handler = defineTool({
  effect: ({ input: { dataset, ...version }, key, signal }: EffectCall<Input>) =>
    system('lake').post(`/datasets/${encodeURIComponent(dataset)}/versions`, version, { idempotencyKey: key, signal }),
});
