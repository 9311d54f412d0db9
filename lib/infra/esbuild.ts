import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';

export interface Build {
  /** The source tree. */
  root: string;
  outdir: string;
  /** Modules that are generated: name and the JSON it stands for. */
  modules: Readonly<Record<string, unknown>>;
}

/**
 * Builds handlers together, each into `<folder>/index.mjs` below `outdir`: what they share is read and parsed once.
 * @param entries folder → absolute path of the handler's file
 * @returns folder → absolute paths of all that the handler imports, directly or not, and its own
 */
export function build(entries: ReadonlyMap<string, string>, { root, outdir, modules }: Build): Map<string, string[]> {
  const { metafile } = buildSync({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: [...entries].map(([folder, entry]) => ({ in: entry, out: join(folder, 'index') })),
    outdir,
    outExtension: { '.js': '.mjs' },
    alias: writeModules(modules, outdir),
    metafile: true,
  });
  const reached = (folder: string) => reachedFrom(entryOf(folder, metafile), metafile.inputs);
  return new Map([...entries.keys()].map((folder) => [folder, reached(folder).map((path) => resolve(root, path))]));
}

/** The entry as esbuild spells it. */
function entryOf(folder: string, { outputs }: Metafile): string {
  const [, output] = Object.entries(outputs).find(([path]) => path.endsWith(`/${folder}/index.mjs`)) ?? [];
  if (output?.entryPoint) return output.entryPoint;
  throw new Error(`esbuild says nothing of ${folder}; it has built ${Object.keys(outputs).join(', ')}`);
}

function reachedFrom(entry: string, inputs: Metafile['inputs']): string[] {
  const reached = new Set([entry]);
  for (const input of reached) {
    for (const { path } of inputs[input]?.imports ?? []) if (path in inputs) reached.add(path);
  }
  return [...reached];
}

const COMMON: BuildOptions = {
  bundle: true,
  minify: true,
  keepNames: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'silent',
  loader: { '.cedar': 'text', '.cedarschema': 'text', '.md': 'text' },
  // Packages written for CommonJS ask for these, which an ES module does not have.
  banner: {
    js: [
      "import{createRequire as __cr}from'node:module';import{fileURLToPath as __fu}from'node:url';import{dirname as __dn}from'node:path';",
      'const require=__cr(import.meta.url),__filename=__fu(import.meta.url),__dirname=__dn(__filename);',
    ].join(''),
  },
};

function writeModules(modules: Readonly<Record<string, unknown>>, folder: string): Record<string, string> {
  const aliases: Record<string, string> = {};
  for (const [name, value] of Object.entries(modules)) {
    const path = join(folder, 'modules', `${name.replaceAll(/[^a-z]+/g, '-')}.json`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(value));
    aliases[name] = path;
  }
  return aliases;
}
