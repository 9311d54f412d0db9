import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface AssemblyRequest {
  /** The source tree. */
  root: string;
  /** Where the assembly goes. */
  output: string;
  /** CDK context, as `-c key=value` would give it. */
  context: Readonly<Record<string, string>>;
  /** Called with lines of progress and of the synthesis itself. */
  progress(line: string): void;
}

/** What an assembly is made of. The command line and the local region read it, but do not go into it. */
const SOURCES = ['bin/app.ts', 'lib', 'lambdas', 'statemachines', 'policies', 'types', 'package-lock.json'];
const NOT_SOURCES = ['lib/cli', 'lib/region', 'lib/asl'];

/**
 * Makes the cloud assembly if a source has changed since it was last made. Resolves to true if it was made now.
 * Rejects with what the synthesis printed when it fails; the assembly before stays as it was.
 */
export async function ensureAssembly(request: AssemblyRequest): Promise<boolean> {
  const stamp = join(request.output, '.made-of');
  const digest = digestOf(request);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return false;
  mkdirSync(request.output, { recursive: true });
  rmSync(stamp, { force: true });
  await synthesise(request);
  writeFileSync(stamp, digest);
  return true;
}

function digestOf({ root, context }: AssemblyRequest): string {
  const hash = createHash('sha256').update(JSON.stringify([process.version, context]));
  for (const source of SOURCES) {
    for (const file of filesBelow(root, source)) hash.update(`\n${file}`).update(readFileSync(join(root, file)));
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

function synthesise({ root, output, context, progress }: AssemblyRequest): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'bin/app.ts')], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: output, CDK_CONTEXT_JSON: JSON.stringify(context), NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const take = (chunk: Buffer) => {
    printed += chunk;
    for (const line of String(chunk).split('\n').filter(Boolean)) progress(line);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(`the assembly could not be synthesised (exit ${code}); the synthesis printed:\n${printed.trim()}`),
        );
    });
  });
}
