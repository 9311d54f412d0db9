import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

export const root = dirname(dirname(import.meta.dirname));

const LEFT_OUT = new Set(['.git', '.countersign', 'cdk.out', 'node_modules']);

/** Does work in a folder of its own, which is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A copy of this source tree without anything generated; packages are those of the original. */
export function copyTree(to: string): string {
  cpSync(root, to, { recursive: true, filter: (path) => path === root || !LEFT_OUT.has(basename(path)) });
  symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'));
  return to;
}
