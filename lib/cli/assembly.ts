import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOfSources } from './assembly/digest.ts';
import { lockFile } from './assembly/lock.ts';
import { synthesise } from './assembly/synthesise.ts';
import type { Progress } from './progress.ts';

export interface AssemblyRequest {
  /** The source tree. */
  root: string;
  /** Where the assembly goes. */
  output: string;
  /** CDK context, as `-c key=value` would give it. */
  context: Readonly<Record<string, string>>;
  progress: Pick<Progress, 'note' | 'begin'>;
}

/** Written last: a folder without it is not a whole assembly. */
const STAMP = '.made-of';

/**
 * Makes the cloud assembly if a source has changed since it was last made. Resolves to true if it was made now.
 * Whoever else asks at the same time waits, and then finds it made.
 * @throws Failure with what the synthesis printed; the assembly before stays as it was
 */
export async function ensureAssembly(request: AssemblyRequest): Promise<boolean> {
  if (isMadeOf(request, digestOfSources(request))) return false;
  mkdirSync(dirname(request.output), { recursive: true });
  const unlock = await lockFile(`${request.output}.lock`, () =>
    request.progress.note('another process synthesises the assembly; waiting for it'),
  );
  try {
    const digest = digestOfSources(request);
    if (isMadeOf(request, digest)) return false;
    await make(request, digest);
    return true;
  } finally {
    unlock();
  }
}

function isMadeOf({ output }: AssemblyRequest, digest: string): boolean {
  const stamp = join(output, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
}

/** Beside the one that stands, which is replaced only when the new one is whole. */
async function make(request: AssemblyRequest, digest: string): Promise<void> {
  const { output } = request;
  const [draft, old] = ['draft', 'old'].map((suffix) => `${output}.${suffix}`) as [string, string];
  const clean = () => {
    for (const folder of [draft, old]) rmSync(folder, { recursive: true, force: true });
  };
  clean();
  try {
    await synthesise({ ...request, output: draft });
    writeFileSync(join(draft, STAMP), digest);
    if (existsSync(output)) renameSync(output, old);
    renameSync(draft, output);
  } finally {
    clean();
  }
}
