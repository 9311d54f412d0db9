import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { packageFolder } from '../documents/assets.ts';
import { fileOfModule } from './esbuild.ts';
import { draftIn, lay, replaceFolder, touch } from './folders.ts';
import { buildHandlers, type Handler, handlerOf, nameOf } from './handlers.ts';
import { isFresh, type Look, look, writeStamps } from './stamps.ts';

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
 * Bundles a function and returns the folder to deploy, complete in itself: `index.mjs`, the generated modules that it
 * asks for, its assets. What has not changed is kept.
 */
export function bundle(spec: BundleSpec, options: BundleOptions): string {
  return bundleAll([spec], options)[0]!;
}

/**
 * Bundles many functions, and returns their folders in the same order. A handler is built once, however many functions
 * run it, since that takes nearly all of the time; each function then gets its code and what is its own laid together.
 */
export function bundleAll(specs: readonly BundleSpec[], options: BundleOptions): string[] {
  buildHandlers(
    specs.map(({ entry }) => entry),
    options,
  );
  const seen = look();
  return specs.map((spec) => layTogether(partsOf(spec, handlerOf(spec.entry, options)), spec, options, seen));
}

/** What lies in a function's folder, by path: files that are somewhere else, and texts. */
interface Parts {
  files: readonly { from: string; to: string }[];
  texts: Readonly<Record<string, string>>;
}

function partsOf({ entry, modules = {}, assets = [] }: BundleSpec, handler: Handler): Parts {
  const texts = handler.modules.map((name) => {
    if (name in modules) return [fileOfModule(name), textOf(modules[name])];
    throw new Error(`${entry} imports ${name}, which its function does not carry; it has ${Object.keys(modules)}`);
  });
  const files = [{ from: handler.code, to: 'index.mjs' }, ...assets, ...(handler.cedar ? [cedarWasm()] : [])];
  return { files, texts: Object.fromEntries(texts) };
}

/** V8 reads JSON faster than a literal of the same content. */
const textOf = (value: unknown): string => `export default JSON.parse(${JSON.stringify(JSON.stringify(value))});\n`;

function layTogether(parts: Parts, { entry }: BundleSpec, { root, cache }: BundleOptions, seen: Look): string {
  const key = createHash('sha256').update(JSON.stringify([relative(root, entry), parts]));
  const folder = join(cache, `${nameOf(relative(root, entry))}-${key.digest('hex').slice(0, 16)}`);
  if (isKept(folder, parts, root, seen)) touch(folder);
  else make(folder, parts, { root, cache }, seen);
  return join(folder, CODE);
}

/** The folder inside a bundle that is deployed; beside it lies the note of what it was made of. */
const CODE = 'code';
const NOTE = 'inputs.json';

/** Somebody may have tidied up in the cache. */
const isKept = (folder: string, { files, texts }: Parts, root: string, seen: Look): boolean =>
  [...files.map(({ to }) => to), ...Object.keys(texts)].every((path) => existsSync(join(folder, CODE, path))) &&
  isFresh(join(folder, NOTE), root, seen);

/** Beside its place until it is whole. */
function make(folder: string, { files, texts }: Parts, { root, cache }: BundleOptions, seen: Look): void {
  const draft = draftIn(cache);
  const made = join(draft.folder, basename(folder));
  try {
    mkdirSync(join(made, CODE), { recursive: true });
    for (const { from, to } of files) lay(from, join(made, CODE, to));
    for (const [path, text] of Object.entries(texts)) writeFileSync(join(made, CODE, path), text);
    writeStamps(
      join(made, NOTE),
      files.map(({ from }) => from),
      root,
      seen,
    );
    replaceFolder(made, folder);
  } finally {
    draft.remove();
  }
}

/** The policy engine reads its WebAssembly from beside itself, so it travels with every bundle that decides. */
const cedarWasm = () => ({
  from: join(packageFolder('@cedar-policy/cedar-wasm'), 'nodejs', 'cedar_wasm_bg.wasm'),
  to: 'cedar_wasm_bg.wasm',
});
