/**
 * Keeps code that runs in the local region from reaching anything but loopback: an SDK client that was not pointed at
 * the region would else talk to real AWS. It is a guard against mistakes and not a sandbox. Works in the thread that
 * calls it; uses Node built-ins only, because it is also loaded before anything else in threads that handlers start.
 */
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { guardProcesses, guardThreads } from './children.ts';
import { guardNames } from './names.ts';
import { guardTcp, guardUdp } from './sockets.ts';

const guarded = Symbol.for('countersign.region.egress');

/**
 * Refuses, from now on and in this thread, every TCP, UDP and name-server request that leaves the machine, and every
 * process that could.
 * @param file the script that calls this, for `--require` of further threads
 */
export function guardEgress(file: string): void {
  const marks = net.Socket.prototype as { [guarded]?: true };
  if (marks[guarded]) return;
  marks[guarded] = true;
  guardTcp();
  guardUdp();
  guardNames();
  guardProcesses();
  guardThreads(file);
  // `import { lookup } from 'node:dns'` binds a copy.
  syncBuiltinESMExports();
}
