import { Conflict } from './errors.ts';
import { type RecordPorts, record } from './record.ts';
import type { Reason, RunRow } from './rows.ts';
import type { RunName } from './settle.ts';
import { type NextUndo, nextUndo, type UndoBook } from './undo.ts';

/** A book that can also write: what undoing needs to say how far it has come. */
export type UndoProgressBook = UndoBook & { ports: RecordPorts };

/**
 * The next compensation of a run, with how far the undo has come on record: that it has begun before the first
 * compensation, that it is finished once none is left. So a chain says by itself whether it ends here.
 */
export async function stepUndo(book: UndoProgressBook, run: string, error: Reason): Promise<NextUndo> {
  const next = await nextUndo(book, run, error);
  const target = { tenant: book.tenant, run };
  const isFinished = 'done' in next && next.inDoubt.length === 0;
  await (isFinished ? noteFinished(book.ports, target) : noteBegun(book.ports, target));
  return next;
}

/** A run that has ended announces its undo with its end, so only one of before needs this. */
function noteBegun(ports: RecordPorts, target: RunName): Promise<void> {
  return note(ports, target, 'undo.begun', (row) => {
    if (row.endedAt || row.undo) throw new Conflict(`the undo of run ${row.run} has begun before`);
    return 'BEGUN';
  });
}

function noteFinished(ports: RecordPorts, target: RunName): Promise<void> {
  return note(ports, target, 'undo.finished', (row) => {
    const isAnnounced = !row.endedAt || row.undo === 'PENDING';
    if (row.undo === 'FINISHED' || !isAnnounced) throw new Conflict(`nothing of run ${row.run} is left to undo`);
    return 'FINISHED';
  });
}

/** `ended`: whether the run has ended, so that this entry is the end of its chain. */
async function note(
  ports: RecordPorts,
  { tenant, run }: RunName,
  type: string,
  next: (row: RunRow) => RunRow['undo'],
): Promise<void> {
  const at = new Date(ports.clock.now()).toISOString();
  const fact = (row: RunRow) => ({ type, at, actor: 'undo', data: { ended: row.endedAt !== undefined } });
  const change = (_: number, row: RunRow) => ({ set: { undo: next(row) } });
  await record(ports, { tenant, run, fact, at: change }).catch((error: unknown) => {
    if (!(error instanceof Conflict)) throw error;
  });
}
