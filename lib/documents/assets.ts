import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';

/** Finds packages from where this code stands: beside the bundle first, in the project's node_modules otherwise. That is Node's own order. */
export const requireHere = createRequire(import.meta.url);

/** The worker thread of tesseract.js and what it needs. Of its cores, Node 24 takes the one with relaxed SIMD on x64 and arm64 alike. */
const FILES = [
  ['tesseract.js', 'package.json'],
  ['tesseract.js', 'src'],
  ['tesseract.js-core', 'package.json'],
  ['tesseract.js-core', 'tesseract-core-relaxedsimd.js'],
  ['tesseract.js-core', 'tesseract-core-relaxedsimd.wasm'],
  ['@tesseract.js-data/eng', '4.0.0_best_int/eng.traineddata.gz'],
  ['@tesseract.js-data/eng', 'package.json'],
  ['bmp-js', 'package.json'],
  ['bmp-js', 'index.js'],
  ['bmp-js', 'lib'],
  ['is-url', 'package.json'],
  ['is-url', 'index.js'],
  ['regenerator-runtime', 'package.json'],
  ['regenerator-runtime', 'runtime.js'],
  ['wasm-feature-detect', 'package.json'],
  ['wasm-feature-detect', 'dist/cjs'],
  ['@hyzyla/pdfium', 'package.json'],
  ['@hyzyla/pdfium', 'dist/pdfium.wasm'],
] as const;

/**
 * The files and folders a bundled handler that reads documents needs beside it, about 10 MiB.
 * `from` is absolute, `to` is relative to the folder of the bundle.
 */
export function ocrAssets(): { from: string; to: string }[] {
  return FILES.map(([name, path]) => ({
    from: join(packageFolder(name), ...path.split('/')),
    to: `node_modules/${name}/${path}`,
  }));
}

/** The folder of an installed package, whether or not it exports its package.json. */
export function packageFolder(name: string): string {
  for (const folder of requireHere.resolve.paths(name) ?? []) {
    const found = join(folder, ...name.split('/'));
    if (isPackage(found)) return found;
  }
  throw new Error(
    `The package ${name} is not beside ${relative(process.cwd(), dirname(import.meta.dirname)) || sep}: run npm ci, or copy the files of ocrAssets() next to the bundle.`,
  );
}

function isPackage(folder: string): boolean {
  try {
    requireHere(join(folder, 'package.json'));
    return true;
  } catch {
    return false;
  }
}
