import { join } from 'node:path';
import { rules } from '../agents/rules/rules.ts';
import type { RegionClock } from '../region/clock.ts';
import { createRegion, type RunningRegion } from '../region/region.ts';
import { ensureAssembly } from './assembly.ts';
import { sourceTree } from './source-tree.ts';

/** The offline model's id in the local region's Bedrock: deterministic rules that say what they are. */
const MODEL = 'countersign.rules-v1';

export interface LocalOptions {
  /** Folder of the region's state. */
  dataDir: string;
  port: number;
  clock?: RegionClock;
  tenant?: string;
  progress(line: string): void;
}

/** The deployment on this machine: the region that runs it, and where its doors are. */
export interface Local {
  region: RunningRegion;
  /** API and pages. */
  url: string;
  /** Where mails arrive. */
  mailbox: string;
  client: { id: string; secret: string };
  inbox: string;
}

/** Brings up the region with the deployment of this source tree: synthesised if need be, applied by difference. */
export async function startLocal({ dataDir, port, clock, tenant = 'acme', progress }: LocalOptions): Promise<Local> {
  const root = sourceTree();
  const output = join(root, '.countersign/assembly');
  await ensureAssembly({ root, output, context: { tenant, model: MODEL }, progress });
  const region = await createRegion({
    dataDir,
    port,
    ...(clock && { clock }),
    models: { [MODEL]: async (request) => rules(request as Parameters<typeof rules>[0]) as never },
    log: (level, message) => {
      if (level !== 'info') progress(`${level}: ${message}`);
    },
  });
  try {
    await region.deploy(output);
    return await doors(region);
  } catch (error) {
    await region.stop();
    throw error;
  }
}

export async function doors(region: RunningRegion): Promise<Local> {
  const outputs = Object.entries(region.outputs);
  const control = outputs.find(([stack]) => stack.endsWith('-ControlPlane'))?.[1] ?? {};
  const output = (part: string) => Object.entries(control).find(([name]) => name.startsWith(part))?.[1] as string;
  const ask = (service: string, operation: string, input: object) =>
    region.call({ kind: 'root' }, service, operation, input);
  const { SecretString } = await ask('secretsmanager', 'GetSecretValue', { SecretId: output('ApiClient') });
  const { client_id: id, client_secret: secret } = JSON.parse(SecretString) as Record<
    'client_id' | 'client_secret',
    string
  >;
  return {
    region,
    url: output('Url'),
    mailbox: `${region.endpoint}/_region/ses/`,
    client: { id, secret },
    inbox: output('Inbox'),
  };
}
