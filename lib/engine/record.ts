import { EMPTY, headAfter, type SealedEntry, seal } from '../audit/chain.ts';
import type { AuditFact } from '../audit/entry.ts';
import { HeadMoved, Retryable, Terminal } from './errors.ts';
import { runKey, streamOf } from './keys.ts';
import type { Change, Clock, Ledger, Random, Write } from './ports.ts';
import type { RunRow } from './rows.ts';

/** A change that still has no place in the chain. */
export interface Recording {
  tenant: string;
  run: string;
  /** What is recorded; a function where it depends on how the run stands. */
  fact: AuditFact | ((run: RunRow) => AuditFact);
  /**
   * What changes along with it, given the place of its entry and the run as it is. May throw `Conflict` if the run is
   * not in a state for it: the transaction holds only if the run is still as it was seen here. May read other items of
   * the run, for they change only together with its head.
   */
  at: (seq: number, run: RunRow) => Changed | Promise<Changed>;
}

export interface Changed {
  /** Attributes of the run's own item. */
  set?: Record<string, unknown>;
  writes?: readonly Write[];
}

export interface RecordPorts {
  ledger: Ledger;
  clock: Clock;
  random: Random;
}

/** So many branches of one run may meet at its head before a step gives up and is retried as a whole. */
const ATTEMPTS = 12;

/**
 * Records one change of a run with its audit entry, in one transaction. Branches that run side by side meet at the
 * run's head: who comes second reads it again. Throws `Conflict` when an expectation of the change does not hold,
 * `Retryable` when the head never holds still.
 */
export async function record(ports: RecordPorts, recording: Recording): Promise<SealedEntry> {
  const { tenant, run, fact, at } = recording;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const row = await readRun(ports.ledger, tenant, run);
    const entry = seal(streamOf(tenant, run), row.head, typeof fact === 'function' ? fact(row) : fact);
    const { set, writes = [] } = await at(entry.entry.seq, row);
    const about = { tenant, run, workflow: row.workflow };
    const moved = { ...set, head: headAfter(entry) };
    const change = { run: runKey(tenant, run), about, before: row.head, entry, set: moved, writes };
    if (await holds(ports.ledger, change)) return entry;
    await ports.clock.sleep(jitter(ports.random, attempt));
  }
  throw new Retryable(`run ${run}: its head moved ${ATTEMPTS} times while an entry was to be added`);
}

/** Creates a run with the first entry of its chain. Throws `Conflict` if it exists. */
export async function recordFirst(ledger: Ledger, tenant: string, row: NewRun, fact: AuditFact): Promise<SealedEntry> {
  const { run, workflow } = row;
  const entry = seal(streamOf(tenant, run), EMPTY, fact);
  const set = { ...row, head: headAfter(entry) };
  const about = { tenant, run, workflow };
  await ledger.commit({ run: runKey(tenant, run), about, before: undefined, entry, set, writes: [] });
  return entry;
}

/** A run that has no chain yet. */
export type NewRun = Pick<RunRow, 'run' | 'workflow' | 'version' | 'status' | 'startedAt' | 'input'> &
  Record<string, unknown>;

async function holds(ledger: Ledger, change: Change): Promise<boolean> {
  try {
    await ledger.commit(change);
    return true;
  } catch (error) {
    if (error instanceof HeadMoved) return false;
    throw error;
  }
}

/** The run's own item. Throws Terminal `UnknownRun` if there is none. */
export async function readRun(ledger: Ledger, tenant: string, run: string): Promise<RunRow> {
  const row = await ledger.get(runKey(tenant, run));
  if (row) return row as RunRow;
  throw new Terminal(`run ${run} of ${tenant} is not in the ledger; a run begins with run.requested`, 'UnknownRun');
}

/** Full jitter over a short, growing window: enough to part the branches, too little to be felt. */
function jitter(random: Random, attempt: number): number {
  const [byte = 0] = random.bytes(1);
  return (byte / 256) * Math.min(10 * 2 ** attempt, 500);
}
