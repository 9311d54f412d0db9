import { readFileSync } from 'node:fs';

/** Ticks of the accounting in /proc: USER_HZ, which Linux keeps at 100 on every architecture that Node runs on. */
const HZ = 100;

/**
 * CPU seconds, user and system, that a process and the children it has waited for have used so far (Linux: proc(5)).
 * Throws if there is no such process.
 */
export function cpuSeconds(pid: number | 'self'): number {
  const { own, children } = accounted(pid);
  return own + children;
}

/** CPU seconds of this process's children that have ended. */
export const cpuSecondsOfEndedChildren = (): number => accounted('self').children;

function accounted(pid: number | 'self'): { own: number; children: number } {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field, the program's name, is in parentheses and may hold spaces; utime is field 14.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15);
  return { own: (utime + stime) / HZ, children: (cutime + cstime) / HZ };
}
