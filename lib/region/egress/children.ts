/** Processes and threads that guarded code starts: the guard would not be in a process, so there is none. */
import child_process from 'node:child_process';
import worker_threads from 'node:worker_threads';
import { EgressError } from './refusal.ts';

const ADVICE =
  'On AWS a handler may start processes; here they would be out of reach of the guard. Use worker_threads, or do it in the process.';

export function guardProcesses(): void {
  const refuse = (what: unknown): never => {
    const file = typeof what === 'object' && what !== null ? (what as { file?: unknown }).file : what;
    throw new EgressError('to start the process ', String(file), ADVICE);
  };
  // `spawn`, `exec`, `execFile` and `fork` all end there; the other three have ways of their own.
  const { prototype } = child_process.ChildProcess as unknown as { prototype: Record<string, unknown> };
  prototype.spawn = refuse;
  Object.assign(child_process, { spawnSync: refuse, execSync: refuse, execFileSync: refuse });
}

/** Threads inherit the flag that loads the guard, unless they are started with flags of their own. */
export function guardThreads(guard: string): void {
  const { Worker } = worker_threads;
  class Guarded extends Worker {
    constructor(file: string | URL, options: worker_threads.WorkerOptions = {}) {
      super(file, options.execArgv ? { ...options, execArgv: [...options.execArgv, '--require', guard] } : options);
    }
  }
  Object.assign(worker_threads, { Worker: Guarded });
}
