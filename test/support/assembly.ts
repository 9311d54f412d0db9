import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ensureAssembly } from '../../lib/cli/assembly.ts';
import { MODEL } from './models.ts';

const root = join(import.meta.dirname, '../..');

/**
 * The folder of the product's own assembly, as `npm start` makes it: synthesised once for each state of the sources,
 * however many test files ask for it at the same time.
 */
export async function productAssembly(): Promise<string> {
  const output = join(root, '.countersign/assembly');
  mkdirSync(output, { recursive: true });
  const unlock = await lock(`${output}.lock`);
  try {
    await ensureAssembly({ root, output, context: { tenant: 'acme', model: MODEL }, progress: () => {} });
    return output;
  } finally {
    unlock();
  }
}

/** Waits for whoever has the lock; one that was left behind by a process that is gone counts for nothing. */
async function lock(file: string): Promise<() => void> {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (!isAlive(file)) rmSync(file, { force: true });
      else await setTimeout(200);
    }
  }
}

function isAlive(file: string): boolean {
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  // Just made, and its number not yet written.
  if (pid === 0) return true;
  return existsSync(`/proc/${pid}`) || process.platform !== 'linux';
}

type Template = { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> };

/** A copy of an assembly in another folder, whose templates a test may change; the bundles stay where they are. */
export function copyOf(assembly: string, folder: string) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(assembly)) {
    if (name.startsWith('asset.')) symlinkSync(join(assembly, name), join(folder, name));
    else if (name.endsWith('.json') || name === 'cdk.out')
      writeFileSync(join(folder, name), readFileSync(join(assembly, name)));
  }
  const file = (stack: string) => join(folder, `Countersign-acme-eu-central-1-${stack}.template.json`);
  return {
    folder,
    /** Changes one template in place. */
    edit(stack: string, change: (template: Template) => void): void {
      const template = JSON.parse(readFileSync(file(stack), 'utf8')) as Template;
      change(template);
      writeFileSync(file(stack), JSON.stringify(template));
    },
  };
}
