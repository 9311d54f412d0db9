import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { compileFile, workflowIn } from '../compile/folder.ts';
import { ocrAssets } from '../documents/assets.ts';
import { readDirectory } from '../policy/directory.ts';
import { readPolicies } from '../policy/read.ts';
import { type BundleSpec, bundle, bundleAll, codeOf, folderOf } from './bundle.ts';
import type { DeploymentConfig } from './config.ts';
import type { CompiledWorkflow, Site, Wanted } from './site.ts';

/** Reads the source tree: compiles every workflow below `statemachines/`, and knows how to bundle a handler for one. */
export function makeSite(config: DeploymentConfig, root: string): Site {
  const workflows = workflowFolders(root).map(compiled);
  const policies = readPolicies(join(root, 'policies'));
  const directory = readDirectory(parse(readFileSync(join(root, 'policies/directory.yaml'), 'utf8')));
  const programs = Object.fromEntries(workflows.map(({ program }) => [program.name, program]));
  const specOf = (...[entry, { program, allPrograms, assets = [] } = {}]: Wanted): BundleSpec => {
    const modules = {
      '@countersign/policies': policies,
      '@countersign/directory': directory,
      ...(program && { '@countersign/program': program }),
      ...(allPrograms && { '@countersign/programs': programs }),
    };
    return { entry: resolve(root, entry), modules, assets: assets.flatMap(filesOf) };
  };
  const options = { root, cache: join(root, '.countersign/bundles') };
  /** Looked at already: an input of a bundle is not looked at twice. */
  const prepared = new Set<string>();
  return {
    config,
    root,
    workflows,
    prepare: (wanted) => {
      const specs = wanted.map((each) => specOf(...each));
      bundleAll(specs, options);
      for (const spec of specs) prepared.add(folderOf(spec, options));
    },
    code: (...wanted) => {
      const spec = specOf(...wanted);
      const folder = folderOf(spec, options);
      return codeOf(prepared.has(folder) ? folder : bundle(spec, options));
    },
  };
}

function workflowFolders(root: string): string[] {
  const folder = join(root, 'statemachines');
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => workflowIn(path) !== undefined);
}

/** Throws with every problem of the workflow: a file that is not sound is never deployed. */
function compiled(folder: string): CompiledWorkflow {
  const file = workflowIn(folder)!;
  const { problems, compiled } = compileFile(file);
  if (compiled) return { folder, ...compiled };
  const list = problems.map(({ line, column, code, message }) => `  ${line}:${column} ${code}: ${message}`);
  throw new Error(`${file} cannot be compiled:\n${list.join('\n')}`);
}

function filesOf(asset: string): { from: string; to: string }[] {
  if (asset === 'ocr') return ocrAssets();
  throw new Error(`a tool asks for the asset ${JSON.stringify(asset)}; the only one there is: ocr`);
}
