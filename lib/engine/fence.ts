import { Terminal } from './errors.ts';
import { UNDO_PREFIX } from './keys.ts';
import { isWithin } from './passes.ts';
import type { StepPayload } from './payload.ts';
import type { Ledger, Row } from './ports.ts';
import type { EngineProgram } from './program.ts';
import type { RunRow } from './rows.ts';

/** How far the undo of one scope has come, in one pass of the maps and loops around it. */
export interface ScopeUndoRow extends Row {
  scope: string;
  at?: string;
  status: 'BEGUN' | 'FINISHED';
}

interface Fenced {
  tenant: string;
  program: EngineProgram;
  ports: { ledger: Ledger };
}

type Beginning = Pick<StepPayload, 'run' | 'step' | 'at'>;

/**
 * Whether a step may begin, as the run stands. When a branch fails, Step Functions stops waiting for its siblings, but
 * their functions go on: one that began behind the back of the undo would leave its effect in the world. So from the
 * moment that an undo is on record nothing begins any more in what it takes back; the steps of handlers come after it.
 *
 * To be asked inside of the transaction that records the beginning: that transaction and the note of an undo both move
 * the head of the run, so of the two one sees the other. Throws Terminal `RunEnded` or `RunIsUndone`.
 */
export async function mayBegin(book: Fenced, run: RunRow, begun: Beginning): Promise<void> {
  const { step } = begun;
  if (run.endedAt)
    throw new Terminal(`run ${run.run} has ended as ${run.status}; step ${step} does not begin`, 'RunEnded');
  if (run.undo && !isInRunHandler(book.program, step)) throw undone(`run ${run.run}`, step);
  const scope = await undoneScope(book, run, begun);
  if (scope !== undefined) throw undone(`scope ${scope} of run ${run.run}`, step);
}

const undone = (what: string, step: string): Terminal =>
  new Terminal(`what ${what} has done is being taken back, or has been; step ${step} does not begin`, 'RunIsUndone');

/** The handlers of the workflow itself run behind the undo of its run, and are not part of it. */
const isInRunHandler = ({ graph }: EngineProgram, step: string): boolean =>
  graph.nodes.some(({ id, handler }) => id === step && handler !== undefined);

async function undoneScope({ ports, program }: Fenced, { pk }: RunRow, begun: Beginning): Promise<string | undefined> {
  const isInside = ({ scope }: ScopeUndoRow) => program.scopes[scope]?.includes(begun.step);
  if (!Object.values(program.scopes).some((steps) => steps.includes(begun.step))) return undefined;
  const undos = (await ports.ledger.list(pk, UNDO_PREFIX)) as ScopeUndoRow[];
  return undos.find((row) => isInside(row) && isWithin(begun, row))?.scope;
}
