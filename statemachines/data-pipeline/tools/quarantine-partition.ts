import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  run: string;
  partition: string;
  because: string;
}

export const handler = defineTool({
  effect: ({ input: { run, partition, because }, key, signal }: EffectCall<Input>) =>
    system('lake').post(
      `/staging/${encodeURIComponent(run)}/${encodeURIComponent(partition)}/quarantine`,
      { because },
      { idempotencyKey: key, signal },
    ),
});
