import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface Ended {
  /** Null if a signal has killed it. */
  code: number | null;
  out: string;
  err: string;
}

/** Starts `countersign` as its own process, in the source tree, with this Node. */
function start(args: readonly string[]): { child: ChildProcess; said: Ended; ended: Promise<Ended> } {
  const said: Ended = { code: null, out: '', err: '' };
  const child = spawn(process.execPath, [join(root, 'bin/countersign.ts'), ...args], { cwd: root });
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({ ...said, code }));
  return { child, said, ended };
}

/** Runs a command to its end. */
export const countersign = (...args: string[]): Promise<Ended> => start(args).ended;

/** Starts `countersign dev` and waits until it has said where everything is. */
export async function startDev(data: string, ...args: string[]) {
  const { child, said, ended } = start(['dev', '--data', data, ...args]);
  const ready = new Promise<void>((resolve) => {
    child.stdout!.on('data', () => {
      if (said.out.includes('Ctrl+C')) resolve();
    });
  });
  const early = ended.then(({ err }) => {
    throw new Error(`countersign dev has ended before it was ready:\n${err}`);
  });
  await Promise.race([ready, early]);
  early.catch(() => {});
  const places = Object.fromEntries(
    [...said.out.matchAll(/^ {2}(\w[\w ]*?) {2,}(\S+)$/gm)].map(([, name, at]) => [name, at]),
  );
  return {
    /** Addresses by what is there. */
    places: places as Record<string, string | undefined>,
    /** Ends it by a signal. */
    kill: (signal: NodeJS.Signals): Promise<Ended> => {
      child.kill(signal);
      return ended;
    },
  };
}
