import { join, resolve } from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';

export interface Build {
  /** The source tree. */
  root: string;
  outdir: string;
}

/** What a handler has been built from. */
export interface Built {
  /** Absolute paths of all that the handler imports, directly or not, and its own. */
  sources: string[];
  /** Names of the generated modules that its code asks for. */
  modules: string[];
}

/** Modules that each function has of its own (types/countersign.d.ts): they stay outside of the code. */
const GENERATED = ['program', 'programs', 'policies', 'directory'].map((name) => `@countersign/${name}`);

/** The file beside the code that a generated module is read from: `@countersign/program` → `countersign-program.mjs`. */
export const fileOfModule = (name: string): string => `${name.replace('@', '').replace('/', '-')}.mjs`;

/**
 * Builds handlers together, each into `<folder>/index.mjs` below `outdir`: what they share is read and parsed once.
 * @param entries folder → absolute path of the handler's file
 */
export function build(entries: ReadonlyMap<string, string>, { root, outdir }: Build): Map<string, Built> {
  const { metafile } = buildSync({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: [...entries].map(([folder, entry]) => ({ in: entry, out: join(folder, 'index') })),
    outdir,
    outExtension: { '.js': '.mjs' },
    metafile: true,
  });
  return new Map([...entries.keys()].map((folder) => [folder, builtOf(folder, metafile, root)]));
}

function builtOf(folder: string, { inputs, outputs }: Metafile, root: string): Built {
  const [, output] = Object.entries(outputs).find(([path]) => path.endsWith(`/${folder}/index.mjs`)) ?? [];
  if (!output?.entryPoint)
    throw new Error(`esbuild says nothing of ${folder}; it has built ${Object.keys(outputs).join(', ')}`);
  const asked = new Set(output.imports.filter(({ external }) => external).map(({ path }) => path));
  return {
    sources: reachedFrom(output.entryPoint, inputs).map((path) => resolve(root, path)),
    modules: GENERATED.filter((name) => asked.has(`./${fileOfModule(name)}`)),
  };
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
  alias: Object.fromEntries(GENERATED.map((name) => [name, `./${fileOfModule(name)}`])),
  // esbuild takes a relative path without a star for one below the output folder.
  external: ['./countersign-*.mjs'],
  // Packages written for CommonJS ask for these, which an ES module does not have.
  banner: {
    js: [
      "import{createRequire as __cr}from'node:module';import{fileURLToPath as __fu}from'node:url';import{dirname as __dn}from'node:path';",
      'const require=__cr(import.meta.url),__filename=__fu(import.meta.url),__dirname=__dn(__filename);',
    ].join(''),
  },
};
