import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  dataset: string;
  version: string;
  contract: string;
  verdict: string;
  partitions: number;
}

export const handler = defineTool({
  effect: ({ input: { dataset, ...version }, key, signal }: EffectCall<Input>) =>
    system('catalog').post(`/datasets/${encodeURIComponent(dataset)}/versions`, version, {
      idempotencyKey: key,
      signal,
    }),
});
