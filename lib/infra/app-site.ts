import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { type Directory, readDirectory } from '../policy/directory.ts';
import { readPolicies } from '../policy/read.ts';
import type { DeploymentConfig } from './config.ts';
import { makeCode } from './make-code.ts';
import { packageRoot } from './package-root.ts';
import type { CompiledWorkflow, Site } from './site.ts';

/** A site inside somebody else's app: its workflows come one by one. */
export interface AppSite extends Site {
  workflows: CompiledWorkflow[];
}

/**
 * The site of a team's own app. Our functions come from this package, policies and people from the team's `policies/`.
 * @param policies folder of the team; without Cedar files in it the policies of this package hold
 */
export function appSite(config: DeploymentConfig, policies: string): AppSite {
  const root = packageRoot();
  const workflows: CompiledWorkflow[] = [];
  const isOwn = existsSync(join(policies, 'platform.cedarschema'));
  const carried = {
    policies: readPolicies(isOwn ? policies : join(root, 'policies')),
    directory: directoryIn(policies),
    workflows,
  };
  return { config, root, workflows, ...makeCode(carried, { root, cache: resolve('.countersign/bundles') }) };
}

/** Without a directory there is nobody who may sign in or approve. */
function directoryIn(policies: string): Directory {
  const file = join(policies, 'directory.yaml');
  return existsSync(file) ? readDirectory(parse(readFileSync(file, 'utf8'))) : { roles: {}, people: [] };
}
