import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { type Api, connectTo } from '../../lib/cli/api/connect.ts';
import { doorsOf } from '../../lib/cli/local/doors.ts';
import { readConfig } from '../../lib/infra/config.ts';
import { deployment } from '../../lib/infra/deployment.ts';
import { makeSite } from '../../lib/infra/make-site.ts';
import { createRegion, type RunningRegion } from '../../lib/region/region.ts';
import { factories } from '../../lib/region/services/index.ts';
import { lambda } from '../../lib/region/services/lambda/index.ts';

export interface Deployed {
  region: RunningRegion;
  api: Api;
}

/** Room for every function that a benchmark deploys, so that none is cold again while it measures. */
const ROOM = 128;

/** A region in this process that runs the deployment of a source tree; whoever gets it stops it. */
export async function deployTree(tree: string, dataDir: string): Promise<Deployed> {
  const services = factories.map((factory) =>
    factory === lambda ? (core: Parameters<typeof lambda>[0]) => lambda(core, { cap: ROOM }) : factory,
  );
  const region = await createRegion({ dataDir, services, log: warn });
  await region.deploy(synthesise(tree, join(dataDir, 'assembly')));
  const { url, client } = await doorsOf(region);
  return { region, api: await connectTo(url, client) };
}

function synthesise(tree: string, outdir: string): string {
  const app = new App({ outdir, postCliContext: { ...flags, '@aws-cdk/core:defaultCrossStackReferences': 'strong' } });
  deployment(
    app,
    makeSite(
      readConfig(() => undefined),
      tree,
    ),
  );
  return app.synth().directory;
}

function warn(level: string, message: string): void {
  if (level !== 'info') process.stderr.write(`${level}: ${message}\n`);
}
