import { type ChildProcess, spawn } from 'node:child_process';
import { cpuSeconds, cpuSecondsOfEndedChildren } from './cpu.ts';

/** Wall and CPU seconds. */
export interface Cost {
  wall: number;
  cpu: number;
}

/** Runs Node to its end. One at a time: the CPU seconds are told apart only by what had ended before. */
export async function runNode(args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Cost> {
  const [began, before] = [performance.now(), cpuSecondsOfEndedChildren()];
  const child = start(args, cwd, env);
  const errors = gather(child);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}:\n${errors()}`);
  return { wall: (performance.now() - began) / 1000, cpu: cpuSecondsOfEndedChildren() - before };
}

/** Runs Node until it prints `sign` on stdout, then interrupts it: what it took to get there. */
export async function runNodeUntil(sign: string, args: readonly string[], cwd: string): Promise<Cost> {
  const began = performance.now();
  const child = start(args, cwd, {});
  const errors = gather(child);
  const ended = new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const shown = new Promise<Cost>((resolve) => {
    let text = '';
    child.stdout!.on('data', (chunk) => {
      text += chunk;
      if (text.includes(sign)) resolve({ wall: (performance.now() - began) / 1000, cpu: cpuSeconds(child.pid!) });
    });
  });
  const cost = await Promise.race([shown, ended.then(() => undefined)]);
  if (!cost) throw new Error(`node ${args.join(' ')} ended before it said ${JSON.stringify(sign)}:\n${errors()}`);
  child.kill('SIGINT');
  await ended;
  return cost;
}

function start(args: readonly string[], cwd: string, env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Keeps a child's stderr for the message of an error, and lets its stdout flow. */
function gather(child: ChildProcess): () => string {
  let errors = '';
  child.stderr!.on('data', (chunk) => {
    errors += chunk;
  });
  child.stdout!.resume();
  return () => errors.trim();
}
