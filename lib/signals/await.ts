import { Conflict, invalidInput, Retryable, Terminal } from '../engine/errors.ts';
import type { StepPayload } from '../engine/payload.ts';
import type { EnginePorts, Write } from '../engine/ports.ts';
import type { JsonSchema } from '../engine/program.ts';
import { type Changed, record } from '../engine/record.ts';
import type { RunRow } from '../engine/rows.ts';
import { schemaProblems } from '../engine/schema.ts';
import { type TokenSealer, tokenWrite, waitId, waitingStep } from '../engine/waiting.ts';
import { counted, type Opened, openBox } from './box.ts';
import { givenFact, stepDone } from './give.ts';
import { type Address, type SignalRow, ttlFrom, type WaitRow, waitKey } from './rows.ts';

export type AwaitPorts = Pick<EnginePorts, 'clock' | 'random' | 'ledger'> & { tenant: string; tokens: TokenSealer };

/** What the compiled workflow says about a signal step. `timeout` in seconds. */
export interface SignalSettings {
  signal: { name: string; timeout: number };
  /** What the body must be. */
  output?: JsonSchema;
}

const ATTEMPTS = 12;

/**
 * Opens the wait of a signal step: takes the oldest signal that was kept for it and fits, or lists it in the mailbox for
 * the one to come. Opened again (Step Functions retries with a new token) it only puts the new token in place.
 */
export async function awaitSignal(ports: AwaitPorts, payload: StepPayload, settings: SignalSettings): Promise<void> {
  const address = { tenant: ports.tenant, name: settings.signal.name, key: keyOf(payload) };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const known = (await ports.ledger.get(waitKey(address, placeOf(payload)))) as WaitRow | undefined;
    const box = await openBox(ports.ledger, address, ports.clock.now());
    const kept = box.kept.find(({ body }) => schemaProblems(settings.output ?? true, body.value).length === 0);
    const opening = known
      ? renew(ports, payload, known)
      : kept
        ? take(ports, payload, waitOf(ports, address, payload, settings), address, kept)
        : list(ports, payload, waitOf(ports, address, payload, settings), address, box);
    if (await opening.then(() => true, unlessMoved)) return;
  }
  throw new Retryable(`the mailbox of ${address.name} never held still while step ${payload.step} began to wait`);
}

/** Sender and run must mean the same by a key, so it is a text, or a number in its shortest form. */
function keyOf({ step, input }: StepPayload): string {
  const { key } = (input ?? {}) as { key?: unknown };
  if ((typeof key === 'string' && key !== '') || typeof key === 'number') return String(key);
  throw invalidInput(`the key of signal step ${step} is ${JSON.stringify(key)}; it must be a text or a number`);
}

const placeOf = ({ run, step, at }: StepPayload) => ({ run: run.id, step, ...(at !== undefined && { at }) });

function waitOf(ports: AwaitPorts, address: Address, payload: StepPayload, { signal }: SignalSettings): WaitRow {
  const now = ports.clock.now();
  const end = now + signal.timeout * 1000;
  const times = { since: new Date(now).toISOString(), expiresAt: new Date(end).toISOString(), ttl: ttlFrom(end) };
  const place = placeOf(payload);
  return { ...waitKey(address, place), ...place, id: waitId(ports.tenant, payload), status: 'WAITING', ...times };
}

async function list(ports: AwaitPorts, payload: StepPayload, wait: WaitRow, address: Address, box: Opened) {
  const { id, step, at: pass, expiresAt } = wait;
  const data = { step, ...(pass !== undefined && { at: pass }), signal: address.name, expires: expiresAt };
  const fact = { type: 'signal.awaited', at: wait.since, actor: `step:${step}`, subject: id, data };
  const row = { put: waitingStep(ports.random, ports.tenant, payload) };
  const writes: Write[] = [{ put: wait, when: 'absent' }, counted(address, box), row, await sealed(ports, payload, id)];
  await write(ports, payload, fact, () => ({ writes }));
}

async function take(ports: AwaitPorts, payload: StepPayload, wait: WaitRow, address: Address, signal: SignalRow) {
  const fact = givenFact('signal.taken', wait.since, address.name, signal, wait);
  const { pk, sk } = signal;
  const taken = { key: { pk, sk }, set: { status: 'TAKEN', run: wait.run }, when: { status: 'KEPT' } };
  const answered = { put: { ...wait, status: 'TAKEN', body: signal.body }, when: 'absent' as const };
  const token = await sealed(ports, payload, wait.id);
  const row = waitingStep(ports.random, ports.tenant, payload);
  await write(ports, payload, fact, (order) => {
    const { set } = stepDone(ports.tenant, wait, signal, order) as { set: object };
    return { writes: [taken, answered, token, { put: { ...row, ...set } }] };
  });
}

/** What it waits for may have come meanwhile: the entry lets the answer be handed to the new token. */
async function renew(ports: AwaitPorts, payload: StepPayload, { id, step, at: pass }: WaitRow) {
  const at = new Date(ports.clock.now()).toISOString();
  const data = { step, ...(pass !== undefined && { at: pass }) };
  const fact = { type: 'signal.token-renewed', at, actor: `step:${step}`, subject: id, data };
  const token = await sealed(ports, payload, id);
  await write(ports, payload, fact, () => ({ writes: [token] }));
}

const sealed = ({ tokens, tenant }: AwaitPorts, payload: StepPayload, id: string): Promise<Write> =>
  tokenWrite(tokens, tenant, payload, id);

/** A run that has ended begins to wait for nothing. */
async function write(
  ports: AwaitPorts,
  { run, step }: StepPayload,
  fact: Parameters<typeof record>[1]['fact'],
  change: (order: number) => Changed,
): Promise<void> {
  const at = (order: number, { endedAt, status }: RunRow) => {
    if (endedAt) throw new Terminal(`run ${run.id} has ended as ${status}; step ${step} does not begin`, 'RunEnded');
    return change(order);
  };
  await record(ports, { tenant: ports.tenant, run: run.id, fact, at });
}

function unlessMoved(error: unknown): false {
  if (!(error instanceof Conflict)) throw error;
  return false;
}
