import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningRegion } from '../../region/region.ts';
import type { Progress } from '../progress.ts';

/** Applies an assembly. Says nothing while all stands already. */
export async function deploy(region: RunningRegion, assembly: string, progress: Progress): Promise<void> {
  const step = progress.begin('deploying', resourcesIn(assembly));
  let done = 0;
  await region.deploy(assembly, ({ stack, action }) => {
    done += 1;
    if (action !== 'unchanged') step(done, stack);
  });
}

function resourcesIn(assembly: string): number {
  const templates = readdirSync(assembly).filter((name) => name.endsWith('.template.json'));
  return templates
    .map((name) => JSON.parse(readFileSync(join(assembly, name), 'utf8')) as { Resources: object })
    .reduce((sum, { Resources }) => sum + Object.keys(Resources).length, 0);
}
