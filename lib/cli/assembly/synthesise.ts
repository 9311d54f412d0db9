import { type ChildProcess, spawn } from 'node:child_process';
import { extname, join } from 'node:path';
import type { AssemblyRequest } from '../assembly.ts';
import { Failure } from '../command.ts';

/** What the child says of how far it is (`lib/infra/report.ts`). */
interface Said {
  done: number;
  total: number;
  what: string;
}

/**
 * CDK's check of templates against CloudFormation's schemas takes longer than all the rest. `cdk synth`, `cdk deploy` and
 * the tests of lib/infra make it; the local region itself refuses what it does not know. cdk-nag runs here as there.
 */
const UNCHECKED = { CDK_VALIDATION: 'false' };

/** TypeScript in a source tree; Node refuses it in an installed package, which has it as JavaScript. */
const app = (root: string) => join(root, extname(import.meta.filename) === '.ts' ? 'bin/app.ts' : 'dist/bin/app.js');

/** Runs the CDK app in a process of its own. Throws `Failure` with what it printed. */
export async function synthesise({ root, output, context, progress }: AssemblyRequest): Promise<void> {
  const started = performance.now();
  const child = spawn(process.execPath, [app(root)], {
    cwd: root,
    env: {
      ...process.env,
      ...UNCHECKED,
      CDK_OUTDIR: output,
      CDK_CONTEXT_JSON: JSON.stringify(context),
      NODE_OPTIONS: '',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  progress.note('the sources are new or have changed: synthesising the assembly');
  child.on('message', showing(progress));
  const { code, printed } = await ended(child);
  if (code !== 0)
    throw new Failure(
      `the assembly could not be synthesised (exit ${code}); mend what it says, and start again:\n${printed.trim()}`,
    );
  progress.note(`the assembly is synthesised (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

function showing(progress: AssemblyRequest['progress']): (said: unknown) => void {
  let step: ReturnType<typeof progress.begin> | undefined;
  return (said) => {
    const { done, total, what } = said as Said;
    step ??= progress.begin('bundling functions', total);
    step(done, what);
    if (done === total) progress.note('writing and checking the stacks');
  };
}

/** Whatever ends this process ends the child too. */
function ended(child: ChildProcess): Promise<{ code: number | null; printed: string }> {
  const kill = () => child.kill();
  process.once('exit', kill);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      printed += chunk;
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', kill);
      resolve({ code, printed });
    });
  });
}
