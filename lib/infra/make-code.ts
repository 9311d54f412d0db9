import { resolve } from 'node:path';
import type { Program } from '../compile/program.ts';
import { ocrAssets } from '../documents/assets.ts';
import type { PolicyBundle } from '../policy/bundle.ts';
import type { Directory } from '../policy/directory.ts';
import { type BundleOptions, type BundleSpec, bundle, bundleAll } from './bundle.ts';
import type { CompiledWorkflow, Site, Wanted } from './site.ts';

/** What the functions of a deployment carry. */
export interface Carried {
  policies: PolicyBundle;
  directory: Directory;
  /** Asked only when a function wants all programs, so more may have come until then. */
  workflows: readonly CompiledWorkflow[];
}

/** How the handlers of a deployment are bundled. */
export function makeCode(carried: Carried, options: BundleOptions): Pick<Site, 'prepare' | 'code'> {
  const specOf = (...[entry, carry = {}]: Wanted): BundleSpec => ({
    entry: resolve(options.root, entry),
    modules: modulesOf(carried, carry),
    assets: (carry.assets ?? []).flatMap(filesOf),
  });
  /** Looked at already: an input of a bundle is not looked at twice. */
  const prepared = new Map<string, string>();
  return {
    prepare: (wanted) => {
      const folders = bundleAll(
        wanted.map((each) => specOf(...each)),
        options,
      );
      for (const [index, each] of wanted.entries()) prepared.set(keyOf(carried, each), folders[index]!);
    },
    code: (...wanted) => prepared.get(keyOf(carried, wanted)) ?? bundle(specOf(...wanted), options),
  };
}

/** What tells two of a deployment's functions apart, as far as their code goes. */
function keyOf({ workflows }: Carried, [entry, { program, allPrograms, assets = [] } = {}]: Wanted): string {
  const programs = allPrograms ? workflows.map(({ program }) => program) : [program];
  return JSON.stringify([entry, programs.map((each) => each?.digest), assets]);
}

function modulesOf({ policies, directory, workflows }: Carried, { program, allPrograms }: NonNullable<Wanted[1]>) {
  return {
    '@countersign/policies': policies,
    '@countersign/directory': directory,
    ...(program && { '@countersign/program': program }),
    ...(allPrograms && { '@countersign/programs': byName(workflows) }),
  };
}

const byName = (workflows: readonly CompiledWorkflow[]): Record<string, Program> =>
  Object.fromEntries(workflows.map(({ program }) => [program.name, program]));

function filesOf(asset: string): { from: string; to: string }[] {
  if (asset === 'ocr') return ocrAssets();
  throw new Error(`a tool asks for the asset ${JSON.stringify(asset)}; the only one there is: ocr`);
}
