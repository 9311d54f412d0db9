import type { AuditData } from '../audit/entry.ts';
import { stopChild } from './child-stop.ts';
import { Conflict, Retryable } from './errors.ts';
import type { ScopeUndoRow } from './fence.ts';
import { scopeUndoKey } from './keys.ts';
import { type Changed, type RecordPorts, record } from './record.ts';
import type { Reason, RunRow } from './rows.ts';
import type { RunName } from './settle.ts';
import { type Extent, type NextUndo, nextUndo, type UndoBook } from './undo.ts';

/** A book that can also write: what undoing needs to say how far it has come. */
export type UndoProgressBook = UndoBook & { ports: RecordPorts };

type Settled = Exclude<NextUndo, { waitsFor: string[] }>;

/**
 * The next compensation of a run, or of one scope of it, with how far the undo has come on record: that it has begun
 * before it looks for the first time, for from then on nothing new begins (`fence.ts`); that it is finished once nothing
 * is left. So a chain says by itself whether it ends here. Runs of other workflows that go on are stopped and waited for; throws `Retryable` when that takes long.
 */
export async function stepUndo(book: UndoProgressBook, run: string, error: Reason, extent?: Extent): Promise<Settled> {
  const target = { tenant: book.tenant, run };
  await (extent ? noteScope(book.ports, target, extent, 'BEGUN') : noteBegun(book.ports, target));
  const next = await settled(book, run, error, extent);
  if (!('done' in next) || next.inDoubt.length > 0) return next;
  await (extent ? noteScope(book.ports, target, extent, 'FINISHED') : noteFinished(book.ports, target));
  return next;
}

/** How often, and milliseconds between: to stop a run takes a few events, so a few seconds. */
const LOOKS = 15;
const PAUSE = 1000;

async function settled(book: UndoProgressBook, run: string, error: Reason, extent?: Extent): Promise<Settled> {
  for (let look = 0; look < LOOKS; look += 1) {
    const next = await nextUndo(book, run, error, extent);
    if (!('waitsFor' in next)) return next;
    if (look === 0) for (const child of next.waitsFor) await stopChild(book.ports, book.tenant, child, run);
    await book.ports.clock.sleep(PAUSE);
  }
  throw new Retryable(`run ${run} waits for the runs that it has asked for to stop`);
}

/** A run that has ended announces its undo with its end, so only one of before needs this. */
function noteBegun(ports: RecordPorts, target: RunName): Promise<void> {
  return note(ports, target, 'undo.begun', {}, (row) => {
    if (row.endedAt || row.undo) throw new Conflict(`the undo of run ${row.run} has begun before`);
    return { set: { undo: 'BEGUN' } };
  });
}

function noteFinished(ports: RecordPorts, target: RunName): Promise<void> {
  return note(ports, target, 'undo.finished', {}, (row) => {
    const isAnnounced = !row.endedAt || row.undo === 'PENDING';
    if (row.undo === 'FINISHED' || !isAnnounced) throw new Conflict(`nothing of run ${row.run} is left to undo`);
    return { set: { undo: 'FINISHED' } };
  });
}

/** The undo of a scope is part of a run that goes on. Nothing of it follows the run's end: then the run's own undo does. */
function noteScope(
  ports: RecordPorts,
  target: RunName,
  { scope, at }: Extent,
  status: ScopeUndoRow['status'],
): Promise<void> {
  const key = scopeUndoKey(target.tenant, target.run, scope, at);
  const isFinished = status === 'FINISHED';
  const data = { scope, ...(at !== undefined && { at }) };
  return note(ports, target, isFinished ? 'undo.finished' : 'undo.begun', data, async (row) => {
    const known = await ports.ledger.get(key);
    const isNews = known === undefined || (isFinished && known.status === 'BEGUN');
    if (row.endedAt || !isNews) throw new Conflict(`that the undo of ${scope} is ${status} is on record`);
    return { writes: [{ put: { ...key, ...data, status } }] };
  });
}

/** `ended`: whether the run has ended, so that this entry is the end of its chain. */
async function note(
  ports: RecordPorts,
  { tenant, run }: RunName,
  type: string,
  about: AuditData,
  change: (row: RunRow) => Changed | Promise<Changed>,
): Promise<void> {
  const at = new Date(ports.clock.now()).toISOString();
  const fact = (row: RunRow) => ({ type, at, actor: 'undo', data: { ended: row.endedAt !== undefined, ...about } });
  const noted = record(ports, { tenant, run, fact, at: (_, row) => change(row) });
  await noted.catch((error: unknown) => {
    if (!(error instanceof Conflict)) throw error;
  });
}
