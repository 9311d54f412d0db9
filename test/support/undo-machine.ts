import { Terminal } from '../../lib/engine/errors.ts';
import type { Effect } from '../../lib/engine/step.ts';
import type { Extent } from '../../lib/engine/undo.ts';
import { stepUndo } from '../../lib/engine/undo-progress.ts';
import { type bookWithRun, invoke } from './engine.ts';

export const ERROR = { name: 'Rejected', message: 'not ours', step: 'review' };

/** What the undo machine goes by: the effect of each function it may call, and how time passes while it waits. */
interface Around {
  effects: Record<string, Effect>;
  extent?: Extent;
  wait?: (seconds: number) => Promise<void> | void;
}

/**
 * Undoes as the undo machine does: asks what is next, waits or calls it, until nothing is left. Gives what it called and
 * how long it waited; throws where the machine would leave the run to a person.
 */
export async function undoAll(
  { book, run, pass }: Awaited<ReturnType<typeof bookWithRun>>,
  { effects, extent, wait = pass }: Around,
): Promise<{ called: string[]; waited: number }> {
  const called: string[] = [];
  for (let waited = 0; ; ) {
    const next = await stepUndo(book, run, ERROR, extent);
    if ('wait' in next) {
      waited += next.wait;
      await wait(next.wait);
    } else if ('step' in next) {
      const { step, input, ...pass } = next;
      called.push([step, next.at, next.settle && 'settle'].filter(Boolean).join(' '));
      await invoke(book, effects[step]!, run, step, input, pass);
    } else if (next.inDoubt.length > 0) throw new Terminal(next.inDoubt.join(), 'InDoubt');
    else return { called, waited };
  }
}
