import type { Ledger, Write } from '../engine/ports.ts';
import {
  type Address,
  type Box,
  boxKey,
  boxPartition,
  SIGNAL_PREFIX,
  type SignalRow,
  WAIT_PREFIX,
  type WaitRow,
} from './rows.ts';

/** A mailbox as it is now: who waits, longest first, and what is kept, oldest first. */
export interface Opened {
  version: number | undefined;
  waits: WaitRow[];
  kept: SignalRow[];
}

/** Reads a mailbox. Its count is read first: whoever finds that it has moved reads again. */
export async function openBox(ledger: Ledger, address: Address, now: number): Promise<Opened> {
  const box = (await ledger.get(boxKey(address))) as Box | undefined;
  const pk = boxPartition(address);
  const waits = (await ledger.list(pk, WAIT_PREFIX)) as WaitRow[];
  const signals = (await ledger.list(pk, SIGNAL_PREFIX)) as SignalRow[];
  return {
    version: box?.version,
    waits: waits.filter((wait) => wait.status === 'WAITING' && now < Date.parse(wait.expiresAt)).sort(bySince),
    kept: signals.filter(({ status, ttl }) => status === 'KEPT' && now < ttl * 1000).sort(byReceipt),
  };
}

const bySince = (a: WaitRow, b: WaitRow): number => a.since.localeCompare(b.since);
const byReceipt = (a: SignalRow, b: SignalRow): number => a.receivedAt.localeCompare(b.receivedAt);

/** Counts what is added. Holds only if nothing was added since the mailbox was read. */
export function counted(address: Address, { version }: Pick<Opened, 'version'>): Write {
  const put = { ...boxKey(address), version: (version ?? 0) + 1 };
  return { put, when: version === undefined ? 'absent' : { version } };
}
