import type { Command } from './events.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * What an execution waits for, as the commands that asked for it: to be issued again after a restart. A task whose
 * request was submitted (a callback, a `.sync`) is marked, since only its end is waited for.
 */
export function outstanding({ status, frames, timers }: Snapshot): { command: Command; submitted: boolean }[] {
  if (status !== 'RUNNING') return [];
  const clocks = Object.entries(timers).map(([id, at]) => ({ type: 'startTimer', id, at }) as const);
  const tasks = Object.values(frames).flatMap(({ waiting }) =>
    waiting?.kind === 'task' ? [{ command: waiting.command, submitted: waiting.submitted ?? false }] : [],
  );
  return [...tasks, ...clocks.map((command) => ({ command, submitted: false }))];
}

/** Whether a task is still waited for. */
export const awaits = (snapshot: Snapshot, taskId: string): boolean =>
  Object.values(snapshot.frames).some(({ waiting }) => waiting?.kind === 'task' && waiting.command.taskId === taskId);
