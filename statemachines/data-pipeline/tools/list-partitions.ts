import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import { Terminal } from '../../../lib/engine/errors.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';
import { type Manifest, manifestPath } from './manifest.ts';

interface Input {
  dataset: string;
  day: string;
}

export const handler = defineTool({
  effect: async ({ input, signal }: EffectCall<Input>) => {
    const { partitions } = (await system('source').get(manifestPath(input), { signal })) as Manifest;
    if (partitions.length === 0) throw new Terminal(`${input.dataset} has nothing for ${input.day}`, 'NothingLanded');
    return { partitions: partitions.map(({ partition }) => partition) };
  },
});
