import { holdsClaim } from '../engine/claims.ts';
import { Conflict, HeadMoved, invalidInput, Retryable, Terminal } from '../engine/errors.ts';
import { keep } from '../engine/keep.ts';
import { digestOf } from '../engine/keys.ts';
import { type RecordPorts, record } from '../engine/record.ts';
import type { RunRow } from '../engine/rows.ts';
import { counted, type Opened, openBox } from './box.ts';
import { givenFact, stepDone } from './give.ts';
import { type Address, type SignalRow, signalKey, ttlFrom, type WaitRow } from './rows.ts';

export interface Sent {
  /** By which the same signal is known, however often it is sent. */
  id: string;
  body: unknown;
  /** As in audit entries: `client:shop`. */
  from: string;
}

export interface Receipt {
  /** The run that has it; absent while it is kept for one to come. */
  run?: string;
  /** It had come before. */
  duplicate: boolean;
}

/** So many others may use a mailbox in the same moment before the sender is asked to send again. */
const ATTEMPTS = 12;

/**
 * Takes in a signal: to the step that has waited for it longest, or into its mailbox. Either holds only if the mailbox is
 * still as it was read, so no order of sending and waiting loses one. Throws Terminal `SignalIdReused` when the id
 * belongs to a signal that says something else.
 */
export async function sendSignal(ports: RecordPorts, address: Address, sent: Sent): Promise<Receipt> {
  if (holdsClaim(sent.body)) throw invalidInput('the body of a signal may not hold claim checks ($claim)');
  const over = new Set<string>();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = await known(ports, address, sent);
    if (before) return before;
    const box = await openBox(ports.ledger, address, ports.clock.now());
    const wait = box.waits.find(({ run, id }) => !over.has(`${run} ${id}`));
    const receipt = await (wait ? give(ports, address, sent, wait, over) : put(ports, address, sent, box));
    if (receipt) return receipt;
  }
  throw new Retryable(
    `the mailbox of ${address.name} never held still while ${sent.id} was to be put in; send it again`,
  );
}

async function known({ ledger }: RecordPorts, address: Address, sent: Sent): Promise<Receipt | undefined> {
  const row = (await ledger.get(signalKey(address, sent.id))) as SignalRow | undefined;
  if (!row) return undefined;
  if (digestOf(row.body.value) !== digestOf(sent.body ?? null))
    throw new Terminal(`signal ${sent.id} has come before, and said something else`, 'SignalIdReused');
  return { duplicate: true, ...(typeof row.run === 'string' && { run: row.run }) };
}

function rowOf({ clock, random }: RecordPorts, address: Address, { id, body, from }: Sent): SignalRow {
  const now = clock.now();
  const receivedAt = new Date(now).toISOString();
  const about = { id, status: 'KEPT' as const, receivedAt, from, ttl: ttlFrom(now) };
  return { ...signalKey(address, id), ...about, body: keep(random, body) };
}

/** Undefined: something has been added meanwhile. */
async function put(ports: RecordPorts, address: Address, sent: Sent, box: Opened): Promise<Receipt | undefined> {
  const row = rowOf(ports, address, sent);
  const keeping = ports.ledger.keep([{ put: row, when: 'absent' }, counted(address, box)]);
  return keeping.then(() => ({ duplicate: false }), unlessMoved);
}

/** Undefined: another one was faster, or the run has ended without it; then that wait is over. */
async function give(
  ports: RecordPorts,
  address: Address,
  sent: Sent,
  wait: WaitRow,
  over: Set<string>,
): Promise<Receipt | undefined> {
  const { tenant, name } = address;
  const { pk, sk, run, id } = wait;
  const signal = rowOf(ports, address, sent);
  const taken = { put: { ...signal, status: 'TAKEN', run }, when: 'absent' as const };
  const answered = { key: { pk, sk }, set: { status: 'TAKEN', body: signal.body }, when: { status: 'WAITING' } };
  const at = (order: number, { endedAt }: RunRow) => {
    if (endedAt) over.add(`${run} ${id}`);
    if (endedAt) throw new Conflict(`run ${run} has ended`);
    return { writes: [taken, answered, stepDone(tenant, wait, signal, order)] };
  };
  const fact = givenFact('signal.received', signal.receivedAt, name, signal, wait);
  return record(ports, { tenant, run, fact, at }).then(() => ({ run, duplicate: false }), unlessMoved);
}

function unlessMoved(error: unknown): undefined {
  if (!(error instanceof Conflict || error instanceof HeadMoved)) throw error;
}
