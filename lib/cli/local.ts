import { join } from 'node:path';
import { rules } from '../agents/rules/rules.ts';
import type { RegionClock } from '../region/clock.ts';
import { createRegion, type RegionOptions, type RunningRegion } from '../region/region.ts';
import { ensureAssembly } from './assembly.ts';
import { Failure } from './command.ts';
import { deploy } from './local/deploy.ts';
import { type Doors, doorsOf } from './local/doors.ts';
import type { Progress } from './progress.ts';
import { sourceTree } from './source-tree.ts';

/** The offline model's id in the local region's Bedrock: deterministic rules that say what they are. */
const MODEL = 'countersign.rules-v1';

export interface LocalOptions {
  /** Folder of the region's state. */
  dataDir: string;
  port: number;
  clock?: RegionClock;
  tenant?: string;
  /** Those of `statemachines/` that are deployed, in an assembly of their own; all of them without it. */
  workflows?: readonly string[];
  progress: Progress;
}

/** The deployment on this machine: the region that runs it, and where its doors are. */
export interface Local extends Doors {
  region: RunningRegion;
}

/**
 * Brings up the region with the deployment of this source tree: synthesised if need be, applied by difference. The
 * region comes first, so that a taken port or folder is told before anybody waits for a synthesis.
 */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const { dataDir, port, clock, tenant = 'acme', workflows, progress } = options;
  const root = sourceTree();
  const output = join(root, '.countersign', ['assembly', ...(workflows ?? [])].join('-'));
  const context = { tenant, model: MODEL, ...(workflows && { workflows: workflows.join(',') }) };
  const region = await started({
    dataDir,
    port,
    ...(clock && { clock }),
    models: { [MODEL]: async (request) => rules(request as Parameters<typeof rules>[0]) as never },
    log: (level, message) => {
      if (level !== 'info') progress.note(`${level}: ${message}`);
    },
  });
  try {
    await ensureAssembly({ root, output, context, progress });
    await deploy(region, output, progress);
    return { region, ...(await doorsOf(region)) };
  } catch (error) {
    await region.stop();
    throw error;
  }
}

/** What a region says of its port, its disk and its state file in a plain Error is no bug. */
async function started(options: RegionOptions): Promise<RunningRegion> {
  return createRegion(options).catch((error: Error) => {
    if (error.constructor !== Error) throw error;
    throw new Failure(`${error.message} (--port NUMBER, --data FOLDER)`, { cause: error });
  });
}
