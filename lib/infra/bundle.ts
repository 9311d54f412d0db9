import { createHash } from 'node:crypto';
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { version as esbuildVersion } from 'esbuild';
import { packageFolder } from '../documents/assets.ts';
import { build } from './esbuild.ts';
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
  bundleAll([spec], options);
  return folderOf(spec, options);
}

/**
 * Bundles what has changed of many handlers. Those with the same modules are built together: the packages that most of
 * them hold are then read once instead of once for each.
 */
export function bundleAll(specs: readonly BundleSpec[], options: BundleOptions): void {
  const different = new Map(specs.map((spec) => [folderOf(spec, options), spec]));
  const stale = [...different].filter(([folder, spec]) => !isKept(folder, spec, options.root));
  const groups = Map.groupBy(stale, ([, { modules = {} }]) => JSON.stringify(modules));
  for (const group of groups.values()) buildGroup(new Map(group), options);
}

/** Where the bundle of a handler is, or will be. */
export const folderOf = (spec: BundleSpec, { root, cache }: BundleOptions): string => join(cache, keyOf(spec, root));

const isKept = (folder: string, spec: BundleSpec, root: string): boolean =>
  isWhole(folder, spec) && isFresh(join(folder, NOTE), root);

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

/** Beside the others until all of them are whole. */
function buildGroup(specs: ReadonlyMap<string, BundleSpec>, { root, cache }: BundleOptions): void {
  const draft = join(cache, `draft.${process.pid}`);
  const entries = new Map([...specs].map(([folder, { entry }]) => [codeOf(basename(folder)), entry]));
  try {
    rmSync(draft, { recursive: true, force: true });
    const sources = build(entries, { root, outdir: draft, modules: [...specs.values()][0]?.modules ?? {} });
    for (const [folder, spec] of specs)
      finish(join(draft, basename(folder)), spec, sources.get(codeOf(basename(folder))) ?? [], root);
    for (const folder of specs.keys()) {
      rmSync(folder, { recursive: true, force: true });
      renameSync(join(draft, basename(folder)), folder);
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Lays what travels beside the code, and writes down what all of it was made of. */
function finish(folder: string, { assets = [] }: BundleSpec, inputs: readonly string[], root: string): void {
  const sources = inputs.filter((input) => !input.startsWith(dirname(folder)));
  const beside = [...assets, ...(sources.some((source) => source.includes(CEDAR)) ? [cedarWasm()] : [])];
  for (const { from, to } of beside) cpSync(from, join(codeOf(folder), to), { recursive: true });
  writeStamps(join(folder, NOTE), [...sources, ...beside.map(({ from }) => from)], root);
}

/** The policy engine reads its WebAssembly from beside itself, so it travels with every bundle that decides. */
const CEDAR = '@cedar-policy/cedar-wasm';
const cedarWasm = () => ({
  from: join(packageFolder(CEDAR), 'nodejs', 'cedar_wasm_bg.wasm'),
  to: 'cedar_wasm_bg.wasm',
});
