/** `npm run bench [-- --json]`: every benchmark, one after the other, each in a process of its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const NAMES = ['start-up', 'synth', 'step-overhead', 'durable', 'documents', 'asl', 'compile'];

for (const name of NAMES) {
  const args = [join(import.meta.dirname, `${name}.ts`), ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
