/**
 * The scripts that threads run, built once for the region: a thread that read TypeScript itself would start 40 ms later
 * and take 6 MB more.
 */
import { mkdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { buildSync } from 'esbuild';

export interface RuntimeFiles {
  /** Path of what an execution environment runs. */
  bootstrap: string;
  /** Path of what every thread loads first. */
  guard: string;
}

const made = new Map<string, RuntimeFiles>();

/** Builds the scripts into the data folder, once for each process, and tells where they are. */
export function runtimeFiles(dataDir: string): RuntimeFiles {
  const known = made.get(dataDir);
  if (known) return known;
  const folder = join(dataDir, 'lambda-runtime');
  mkdirSync(folder, { recursive: true });
  const files = {
    bootstrap: build('bootstrap', join(folder, 'bootstrap.mjs'), 'esm'),
    // CommonJS, since Node preloads modules (--import) not in threads that are started from text.
    guard: build('guard', join(folder, 'guard.cjs'), 'cjs'),
  };
  made.set(dataDir, files);
  return files;
}

function build(name: string, outfile: string, format: 'esm' | 'cjs'): string {
  // Of this file's own kind: JavaScript in an installed package.
  const entry = join(import.meta.dirname, '../runtime', `${name}${extname(import.meta.filename)}`);
  buildSync({
    entryPoints: [entry],
    outfile,
    format,
    bundle: true,
    platform: 'node',
    target: 'node22',
    logLevel: 'error',
  });
  return outfile;
}
