import type { AuditData } from '../audit/entry.ts';
import { Conflict, Terminal } from '../engine/errors.ts';
import { approvalKey } from '../engine/keys.ts';
import type { Write } from '../engine/ports.ts';
import { type RecordPorts, record } from '../engine/record.ts';
import type { ApprovalRow } from './row.ts';

/** What has happened to an approval, and what changes along with it. */
export interface Note {
  type: string;
  actor: string;
  data?: AuditData;
  /**
   * Given the approval as it is in the moment of the change, and the place of its entry in the chain. May throw
   * `Conflict` to leave all as it is.
   */
  change: (row: ApprovalRow, seq: number) => readonly Write[] | Promise<readonly Write[]>;
}

type NotePorts = RecordPorts & { tenant: string };

/**
 * Records what has happened to an approval. Throws `Conflict` if an expectation does not hold, and Terminal `RunEnded`
 * if the run has ended: nothing may follow the end of its chain, and nobody waits for the approval any more.
 */
export async function note(ports: NotePorts, row: ApprovalRow, { type, actor, data, change }: Note): Promise<void> {
  const { tenant } = ports;
  const { run, approval, step, at: pass } = row;
  const fact = {
    type,
    at: timeOf(ports),
    actor,
    subject: approval,
    data: { step, ...(pass !== undefined && { at: pass }), ...data },
  };
  const at = async (seq: number, { endedAt, status }: { endedAt?: string; status: string }) => {
    if (endedAt) throw new Terminal(`run ${run} has ended as ${status}; approval ${approval} is over`, 'RunEnded');
    return { writes: await change((await findApproval(ports, run, approval)) ?? row, seq) };
  };
  await record(ports, { tenant, run, fact, at });
}

export async function findApproval(
  { ledger, tenant }: NotePorts,
  run: string,
  approval: string,
): Promise<ApprovalRow | undefined> {
  return (await ledger.get(approvalKey(tenant, run, approval))) as ApprovalRow | undefined;
}

/** Some attributes of an approval that is still pending; a decision that came first stands. */
export const whilePending = ({ pk, sk }: ApprovalRow, set: Partial<ApprovalRow>): Write => ({
  key: { pk, sk },
  set,
  when: { status: 'PENDING' },
});

/** Whether an error says that the approval is over: decided, expired, or ended with its run. */
export const isOver = (error: unknown): boolean =>
  error instanceof Conflict || (error instanceof Terminal && error.name === 'RunEnded');

/** RFC 3339, UTC, milliseconds. */
export const timeOf = ({ clock }: Pick<RecordPorts, 'clock'>): string => new Date(clock.now()).toISOString();
