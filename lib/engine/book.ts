import type { AuditFact } from '../audit/entry.ts';
import { stepKey } from './keys.ts';
import type { EnginePorts, Key, Write } from './ports.ts';
import { record } from './record.ts';
import type { RunRow, StepRow } from './rows.ts';
import type { Deployment, StepCall } from './step.ts';

/** The ledger as one function sees it: the item of the step that it runs, and the chain of the run around it. */
export interface Book extends Deployment {
  ports: EnginePorts;
}

export const keyOf = ({ tenant }: Book, { payload }: StepCall): Key =>
  stepKey(tenant, payload.run.id, payload.step, payload.at);

/** The item of another step of the same run, and of the same pass. */
export const keyOfStep = ({ tenant }: Book, { payload }: StepCall, step: string): Key =>
  stepKey(tenant, payload.run.id, step, payload.at);

export const rowOf = async (book: Book, call: StepCall): Promise<StepRow | undefined> =>
  (await book.ports.ledger.get(keyOf(book, call))) as StepRow | undefined;

/** Writes a fact of a step, and the changes of items if there are any, in one transaction. */
export async function write(
  book: Book,
  call: StepCall,
  fact: AuditFact,
  change?: (seq: number, run: RunRow) => Write[] | Promise<Write[]>,
): Promise<void> {
  const { tenant, ports } = book;
  const at = async (seq: number, row: RunRow) => ({ writes: change ? await change(seq, row) : [] });
  await record(ports, { tenant, run: call.payload.run.id, fact, at });
}

/** RFC 3339, UTC, milliseconds: the form of all times in the ledger. */
export const timeOf = ({ ports }: Pick<Book, 'ports'>): string => new Date(ports.clock.now()).toISOString();
