import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

interface Input {
  run: string;
  dataset: string;
  day: string;
  partition: string;
  input: string;
  output: string;
}

export const handler = defineTool({
  effect: ({ input: { run, dataset, day, partition, input, output }, key, signal }: EffectCall<Input>) => {
    const name = `${dataset}/${day}/${partition}`;
    const edge = { run, output: { name, digest: output }, inputs: [{ name: `source/${name}`, digest: input }] };
    return system('lineage').post('/edges', edge, { idempotencyKey: key, signal });
  },
});
