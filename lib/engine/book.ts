import type { AuditFact } from '../audit/entry.ts';
import { stepKey } from './keys.ts';
import type { EnginePorts, Key, Write } from './ports.ts';
import { record } from './record.ts';
import type { StepRow } from './rows.ts';
import type { Deployment, StepCall } from './step.ts';

/** The ledger as one function sees it: the item of the step that it runs, and the chain of the run around it. */
export interface Book extends Deployment {
  ports: EnginePorts;
}

export const keyOf = ({ tenant }: Book, { payload }: StepCall): Key => stepKey(tenant, payload.run.id, payload.step);

export const rowOf = async (book: Book, call: StepCall): Promise<StepRow | undefined> =>
  (await book.ports.ledger.get(keyOf(book, call))) as StepRow | undefined;

/** Writes a fact of a step, and the change of its item if there is one, in one transaction. */
export async function write(
  book: Book,
  call: StepCall,
  fact: AuditFact,
  change?: (seq: number) => Write,
): Promise<void> {
  const { tenant, ports } = book;
  const at = (seq: number) => ({ writes: change ? [change(seq)] : [] });
  await record(ports, { tenant, run: call.payload.run.id, fact, at });
}

/** RFC 3339, UTC, milliseconds: the form of all times in the ledger. */
export const timeOf = ({ ports }: Pick<Book, 'ports'>): string => new Date(ports.clock.now()).toISOString();
