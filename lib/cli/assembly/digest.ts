import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AssemblyRequest } from '../assembly.ts';

/** What an assembly is made of. */
const SOURCES = [
  'bin/app.ts',
  'lib',
  'lambdas',
  'statemachines',
  'policies',
  'types',
  'tsconfig.json',
  'package-lock.json',
];

/** They read an assembly and do not go into one. */
const NOT_SOURCES = ['lib/cli', 'lib/region'];

/** Digest of all that an assembly is made of; the same digest is the same assembly. */
export function digestOfSources({ root, context }: Pick<AssemblyRequest, 'root' | 'context'>): string {
  const hash = createHash('sha256').update(JSON.stringify([process.version, context]));
  for (const source of SOURCES) {
    for (const file of filesBelow(root, source)) {
      const bytes = readFileSync(join(root, file));
      hash.update(`\n${JSON.stringify(file)} ${bytes.length}\n`).update(bytes);
    }
  }
  return hash.digest('hex');
}

function filesBelow(root: string, path: string): string[] {
  const absolute = join(root, path);
  if (NOT_SOURCES.includes(path) || !existsSync(absolute)) return [];
  if (!statSync(absolute).isDirectory()) return [path];
  return readdirSync(absolute)
    .sort()
    .flatMap((name) => filesBelow(root, `${path}/${name}`));
}
