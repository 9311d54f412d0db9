/** A local region for a contract suite, on a folder of its own that is gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegion, type RegionOptions, type RunningRegion } from '../../lib/region/region.ts';

export interface Started {
  running: RunningRegion;
  /** What an SDK client takes. */
  settings: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  };
  dataDir: string;
  stop(): Promise<void>;
}

/** Starts a region; another one on the same `dataDir` sees what the first left. */
export async function startRegion(options: Partial<RegionOptions>): Promise<Started> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'region-'));
  const running = await createRegion({ ...options, dataDir });
  const { endpoint, rootCredentials: credentials } = running;
  return {
    running,
    settings: { endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 },
    dataDir,
    async stop() {
      await running.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
