import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { compileFolder, WORKFLOW_FILE } from '../compile/folder.ts';
import { ocrAssets } from '../documents/assets.ts';
import { readDirectory } from '../policy/directory.ts';
import { readPolicies } from '../policy/read.ts';
import { bundle, codeOf } from './bundle.ts';
import type { DeploymentConfig } from './config.ts';
import type { CompiledWorkflow, Site } from './site.ts';

/** Reads the source tree: compiles every workflow below `statemachines/`, and knows how to bundle a handler for one. */
export function makeSite(config: DeploymentConfig, root: string): Site {
  const workflows = workflowFolders(root).map(compiled);
  const policies = readPolicies(join(root, 'policies'));
  const directory = readDirectory(parse(readFileSync(join(root, 'policies/directory.yaml'), 'utf8')));
  const programs = Object.fromEntries(workflows.map(({ program }) => [program.name, program]));
  return {
    config,
    root,
    workflows,
    code: (entry, { program, allPrograms, assets = [] } = {}) => {
      const modules = {
        '@countersign/policies': policies,
        '@countersign/directory': directory,
        ...(program && { '@countersign/program': program }),
        ...(allPrograms && { '@countersign/programs': programs }),
      };
      const spec = { entry: resolve(root, entry), modules, assets: assets.flatMap(filesOf) };
      return codeOf(bundle(spec, { root, cache: join(root, '.countersign/bundles') }));
    },
  };
}

function workflowFolders(root: string): string[] {
  const folder = join(root, 'statemachines');
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, WORKFLOW_FILE)));
}

/** Throws with every problem of the workflow: a file that is not sound is never deployed. */
function compiled(folder: string): CompiledWorkflow {
  const { problems, compiled } = compileFolder(folder);
  if (compiled) return { folder, ...compiled };
  const list = problems.map(({ line, column, code, message }) => `  ${line}:${column} ${code}: ${message}`);
  throw new Error(`${join(folder, WORKFLOW_FILE)} cannot be compiled:\n${list.join('\n')}`);
}

function filesOf(asset: string): { from: string; to: string }[] {
  if (asset === 'ocr') return ocrAssets();
  throw new Error(`a tool asks for the asset ${JSON.stringify(asset)}; the only one there is: ocr`);
}
