/** Starting after kill -9: a process leaves executions behind, another one goes on with them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inFolder, root } from '../support/tree.ts';

const script = join(import.meta.dirname, 'left-behind.ts');

export interface Recovery {
  /** From the beginning of the process until a region stands, in milliseconds; nothing of it is open. */
  empty: number;
  ready: number;
  /** Until every execution's task is being done again. */
  working: number;
  /** From the call that makes the region, without what Node needs to start and to load the code. */
  fromCall: number;
}

/** Leaves so many executions behind that hold a task or (`wait`) wait for a time that is far away. */
export const recovery = (count: number, kind: 'hold' | 'wait'): Promise<Recovery> =>
  inFolder(async (folder) => {
    await untilKilled([folder, 'fill', String(count), kind], 'open');
    const again = await untilKilled([folder, 'again', kind === 'hold' ? String(count) : '0', kind], 'working');
    const fresh = await untilKilled([join(folder, 'fresh'), 'again', '0', kind], 'working');
    return { ...again, empty: fresh.ready };
  });

/** Reads reports of the process until the one that is waited for, then kills it. */
async function untilKilled(args: string[], sign: string): Promise<Omit<Recovery, 'empty'>> {
  // As the command line does: what Node has made of the TypeScript before is kept.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(root, '.countersign/compiled') };
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'], env });
  const gone = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout! })) {
    const report = JSON.parse(line);
    if (!(sign in report)) continue;
    child.kill('SIGKILL');
    await gone;
    return report;
  }
  throw new Error(`${script} ${args.join(' ')} ended before it was ${sign}`);
}
