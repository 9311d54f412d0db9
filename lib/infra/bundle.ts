import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type BuildOptions, buildSync, version as esbuildVersion } from 'esbuild';
import { isFresh, writeStamps } from './stamps.ts';

/** What a function's code is made of. */
export interface BundleSpec {
  /** Absolute path of the handler's TypeScript file. */
  entry: string;
  /** Modules that are generated, by name: `@countersign/program` and the JSON it stands for. */
  modules?: Readonly<Record<string, unknown>>;
  /** Files that travel beside the bundle, such as wasm and OCR data: absolute path and path in the bundle. */
  assets?: readonly { from: string; to: string }[];
}

/** Where the source tree is and where finished bundles are kept between runs. */
export interface BundleOptions {
  root: string;
  cache: string;
}

/**
 * Bundles a handler into a folder (`index.mjs`, its assets) and returns the folder. Bundles are kept by what they were
 * made of, so that only what changed is built again: a kept one is good while each of its inputs has the same content.
 */
export function bundle(spec: BundleSpec, options: BundleOptions): string {
  const folder = join(options.cache, keyOf(spec, options.root));
  if (isWhole(folder, spec) && isFresh(join(folder, NOTE), options.root)) return folder;
  const draft = `${folder}.${process.pid}`;
  try {
    build(spec, options.root, draft);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
    return folder;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** What it was made of, beside the code. */
const NOTE = 'inputs.json';

/** Somebody may have tidied up in the cache. */
const isWhole = (folder: string, { assets = [] }: BundleSpec): boolean =>
  ['index.mjs', ...assets.map(({ to }) => to)].every((path) => existsSync(join(codeOf(folder), path)));

/** The folder inside a bundle that is deployed; beside it lies the note of what it was made of. */
export const codeOf = (folder: string): string => join(folder, 'code');

function keyOf(spec: BundleSpec, root: string): string {
  const name = relative(root, spec.entry)
    .replace(/\.ts$/, '')
    .replaceAll(/[^a-z0-9]+/gi, '-');
  const made = JSON.stringify([
    esbuildVersion,
    FORMAT,
    relative(root, spec.entry),
    spec.modules ?? {},
    spec.assets ?? [],
  ]);
  return `${name}-${createHash('sha256').update(made).digest('hex').slice(0, 16)}`;
}

/** Counts up when the way of building changes, so that older bundles are not taken for fresh ones. */
const FORMAT = 2;

function build({ entry, modules = {}, assets = [] }: BundleSpec, root: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const code = codeOf(folder);
  const result = buildSync({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: join(code, 'index.mjs'),
    alias: writeModules(modules, folder),
    metafile: true,
  });
  const inputs = Object.keys(result.metafile.inputs).map((input) => resolve(root, input));
  const sources = inputs.filter((input) => !input.startsWith(folder));
  const beside = [...assets, ...(sources.some((source) => source.includes(CEDAR)) ? [cedarWasm(root)] : [])];
  for (const { from, to } of beside) cpSync(from, join(code, to), { recursive: true });
  writeStamps(join(folder, NOTE), [...sources, ...beside.map(({ from }) => from)], root);
}

/** The policy engine reads its WebAssembly from beside itself, so it travels with every bundle that decides. */
const CEDAR = '@cedar-policy/cedar-wasm';
const cedarWasm = (root: string) => ({
  from: join(root, 'node_modules', CEDAR, 'nodejs', 'cedar_wasm_bg.wasm'),
  to: 'cedar_wasm_bg.wasm',
});

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
