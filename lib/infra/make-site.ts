import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { workflowIn } from '../compile/folder.ts';
import { readDirectory } from '../policy/directory.ts';
import { readPolicies } from '../policy/read.ts';
import { checkChildren } from './children.ts';
import type { DeploymentConfig } from './config.ts';
import { makeCode } from './make-code.ts';
import { readWorkflow } from './read-workflow.ts';
import { checkRegions } from './regions.ts';
import type { Site } from './site.ts';

/** Where a source tree keeps its bundles. */
export const BUNDLES = '.countersign/bundles';

/** Reads the source tree: compiles every workflow below `statemachines/`, and knows how to bundle a handler for one. */
export function makeSite(config: DeploymentConfig, root: string): Site {
  const workflows = workflowFiles(root, config.workflows).map(readWorkflow);
  checkChildren(workflows);
  checkRegions(workflows, config.region);
  const policies = readPolicies(join(root, 'policies'));
  const directory = readDirectory(parse(readFileSync(join(root, 'policies/directory.yaml'), 'utf8')));
  const code = makeCode({ policies, directory, workflows }, { root, cache: join(root, BUNDLES) });
  return { config, root, workflows, ...code };
}

function workflowFiles(root: string, wanted?: readonly string[]): string[] {
  const folder = join(root, 'statemachines');
  const names = readdirSync(folder)
    .filter((name) => workflowIn(join(folder, name)) !== undefined)
    .sort();
  const unknown = wanted?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(
      `-c workflows=${wanted!.join(',')}: there is no workflow ${unknown}; there are ${names.join(', ')}`,
    );
  return names.filter((name) => wanted?.includes(name) ?? true).map((name) => workflowIn(join(folder, name))!);
}
