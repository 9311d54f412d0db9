import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type BuildOptions, buildSync, version as esbuildVersion } from 'esbuild';

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
  if (isFresh(folder, options.root)) return folder;
  const draft = `${folder}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  build(spec, options.root, draft);
  for (const { from, to } of spec.assets ?? []) cpSync(from, join(draft, 'code', to), { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
  return folder;
}

/** The folder inside a bundle that is deployed; beside it lies the note of what it was made of. */
export const codeOf = (folder: string): string => join(folder, 'code');

function keyOf(spec: BundleSpec, root: string): string {
  const name = relative(root, spec.entry)
    .replace(/\.ts$/, '')
    .replaceAll(/[^a-z0-9]+/gi, '-');
  const made = JSON.stringify([esbuildVersion, FORMAT, spec.modules ?? {}, spec.assets ?? []]);
  return `${name}-${createHash('sha256').update(made).digest('hex').slice(0, 16)}`;
}

/** Counts up when the way of building changes, so that older bundles are not taken for fresh ones. */
const FORMAT = 1;

function build(spec: BundleSpec, root: string, folder: string): void {
  const generated = writeModules(spec.modules ?? {}, folder);
  const result = buildSync({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: [spec.entry],
    outfile: join(folder, 'code', 'index.mjs'),
    alias: generated,
    metafile: true,
  });
  const inputs = Object.keys(result.metafile.inputs).map((input) => resolve(root, input));
  const sources = inputs.filter((input) => !input.startsWith(folder));
  if (sources.some((source) => source.includes(CEDAR))) copyFileSync(cedarWasm(root), join(folder, 'code', CEDAR_WASM));
  writeFileSync(join(folder, 'inputs.json'), JSON.stringify(stamps(sources, root), null, 1));
}

/** The policy engine reads its WebAssembly from beside itself, so it travels with every bundle that decides. */
const CEDAR = '@cedar-policy/cedar-wasm';
const CEDAR_WASM = 'cedar_wasm_bg.wasm';
const cedarWasm = (root: string): string => join(root, 'node_modules', CEDAR, 'nodejs', CEDAR_WASM);

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

/** Size, time and hash of a source. The hash decides; size and time only save reading an untouched file again. */
type Stamp = { size: number; time: number; hash: string };

function stamps(paths: readonly string[], root: string): Record<string, Stamp> {
  return Object.fromEntries(paths.map((path) => [relative(root, path), stamp(path)]));
}

function stamp(path: string): Stamp {
  const { size, mtimeMs } = statSync(path);
  return { size, time: mtimeMs, hash: hashFile(path) };
}

const hashFile = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

function isFresh(folder: string, root: string): boolean {
  const note = join(folder, 'inputs.json');
  if (!existsSync(note)) return false;
  const inputs = JSON.parse(readFileSync(note, 'utf8')) as Record<string, Stamp>;
  return Object.entries(inputs).every(([path, was]) => isSame(resolve(root, path), was));
}

function isSame(path: string, was: Stamp): boolean {
  if (!existsSync(path)) return false;
  const { size, mtimeMs } = statSync(path);
  if (size !== was.size) return false;
  return mtimeMs === was.time || hashFile(path) === was.hash;
}
