/** Built handlers, kept by their file: the code that every function of a handler shares, without what is its own. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { version as esbuildVersion } from 'esbuild';
import type { BundleOptions } from './bundle.ts';
import { type Built, build } from './esbuild.ts';
import { draftIn, replaceFolder, touch } from './folders.ts';
import { isFresh, type Look, look, writeStamps } from './stamps.ts';

/** What was built, beside what it was made of. */
const CODE = 'index.mjs';
const SOURCES = 'inputs.json';
const ASKS = 'asks.json';

/** What a function of a handler needs beside the code: generated modules by name, and the policy engine. */
export type Asks = Pick<Built, 'modules'> & { cedar: boolean };

export interface Handler extends Asks {
  /** Absolute path of its code. */
  code: string;
}

/** Builds those of these handlers that have changed, all in one go. */
export function buildHandlers(entries: readonly string[], options: BundleOptions): void {
  const different = new Map(entries.map((entry) => [folderOf(entry, options), entry]));
  const seen = look();
  const stale = new Map([...different].filter(([folder]) => !isKept(folder, options.root, seen)));
  if (stale.size === 0) return;
  const draft = draftIn(options.cache);
  try {
    const made = build(new Map([...stale].map(([folder, entry]) => [basename(folder), entry])), {
      root: options.root,
      outdir: draft.folder,
    });
    for (const [name, built] of made) note(join(draft.folder, name), built, options.root, seen);
    for (const folder of stale.keys()) replaceFolder(join(draft.folder, basename(folder)), folder);
  } finally {
    draft.remove();
  }
}

/** A handler that has been built. */
export function handlerOf(entry: string, options: BundleOptions): Handler {
  const folder = folderOf(entry, options);
  return { code: join(folder, CODE), ...(JSON.parse(readFileSync(join(folder, ASKS), 'utf8')) as Asks) };
}

function isKept(folder: string, root: string, seen: Look): boolean {
  const kept =
    [CODE, ASKS].every((file) => existsSync(join(folder, file))) && isFresh(join(folder, SOURCES), root, seen);
  if (kept) touch(folder);
  return kept;
}

function note(folder: string, { modules, sources }: Built, root: string, seen: Look): void {
  const cedar = sources.some((source) => source.includes('@cedar-policy/cedar-wasm'));
  writeFileSync(join(folder, ASKS), JSON.stringify({ modules, cedar } satisfies Asks));
  writeStamps(join(folder, SOURCES), sources, root, seen);
}

/** Counts up when the way of building changes, so that older code is not taken for fresh. */
const FORMAT = 3;

function folderOf(entry: string, { root, cache }: BundleOptions): string {
  const path = relative(root, entry);
  const key = createHash('sha256').update(JSON.stringify([esbuildVersion, FORMAT, path]));
  return join(cache, `handler-${nameOf(path)}-${key.digest('hex').slice(0, 16)}`);
}

/** `lambdas/data-plane/start.ts` → `lambdas-data-plane-start` */
export const nameOf = (path: string): string => path.replace(/\.ts$/, '').replaceAll(/[^a-z0-9]+/gi, '-');
