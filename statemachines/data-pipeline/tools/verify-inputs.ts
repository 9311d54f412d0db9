import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import { Terminal } from '../../../lib/engine/errors.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';
import { type Manifest, manifestPath } from './manifest.ts';

interface Input {
  dataset: string;
  day: string;
  /** What was read, by the digests of the time. */
  inputs: Manifest['partitions'];
}

export const handler = defineTool({
  effect: async ({ input: { inputs, ...day }, signal }: EffectCall<Input>) => {
    const { partitions } = (await system('source').get(manifestPath(day), { signal })) as Manifest;
    const now = new Map(partitions.map(({ partition, digest }) => [partition, digest]));
    const changed = inputs.filter(({ partition, digest }) => now.get(partition) !== digest);
    if (changed.length === 0) return { verified: inputs.length };
    const said = changed.map(
      ({ partition, digest }) => `${partition} was ${digest}, is ${now.get(partition) ?? 'gone'}`,
    );
    throw new Terminal(`the source has changed since it was read: ${said.join('; ')}`, 'LineageBroken');
  },
});
