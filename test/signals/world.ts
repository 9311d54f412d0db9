import { stepKey } from '../../lib/engine/keys.ts';
import type { Outcome } from '../../lib/engine/resume.ts';
import type { StepRow } from '../../lib/engine/rows.ts';
import { requestRun } from '../../lib/engine/runs.ts';
import { settleRun } from '../../lib/engine/settle.ts';
import { waitId } from '../../lib/engine/waiting.ts';
import { awaitSignal, type SignalSettings } from '../../lib/signals/await.ts';
import { beat } from '../../lib/signals/heartbeat.ts';
import { resumeSignal } from '../../lib/signals/resume.ts';
import { sendSignal } from '../../lib/signals/send.ts';
import { chainOf, type Io, memoryPorts, TENANT } from '../support/engine.ts';

const DAY = 86_400_000;
export const PAID: SignalSettings = {
  signal: { name: 'payment.received', timeout: 7 * 86_400 },
  output: { type: 'object', properties: { amount: { type: 'integer' } }, required: ['amount'] },
};
export const ADDRESS = { tenant: TENANT, name: PAID.signal.name, key: 'order-7' };

/** Runs that wait, senders that send, and the answers that reach Step Functions. `io` is called around every call outside. */
export async function signalWorld(io: Io = () => {}) {
  let time = 1_760_000_000_000;
  let steer: Io = () => {};
  const memory = memoryPorts((what) => steer(what));
  const answers: { token: string; outcome: Outcome }[] = [];
  const ports = {
    ...memory.ports,
    clock: { ...memory.ports.clock, now: () => time },
    tenant: TENANT,
    tokens: { seal: async (token: string) => Buffer.from(token) },
  };
  const start = async (event: string) => {
    const wish = { tenant: TENANT, workflow: 'order', version: '1.0.0', event, input: {}, actor: 'trigger' };
    const { run } = await requestRun(memory.ports, wish);
    const payload = (token: string, at?: string) => ({
      run: { id: run, workflow: 'order', startedAt: new Date(time).toISOString(), machine: 'arn' },
      step: 'paid',
      ...(at !== undefined && { at }),
      attempt: 0,
      input: { key: ADDRESS.key },
      policy: {},
      taskToken: token,
    });
    return {
      run,
      wait: (token = `token of ${event}`, at?: string) => awaitSignal(ports, payload(token, at), PAID),
      row: async (at?: string) => (await memory.ports.ledger.get(stepKey(TENANT, run, 'paid', at))) as StepRow,
      types: () => chainOf(rowsOf(run)).map(({ entry }) => entry.type),
      end: () => settleRun(ports, { tenant: TENANT, run }, 'settle', { status: 'SUCCEEDED' }),
      /** What the bus has the resume function do after each entry. */
      resume: (at?: string) => {
        const waiting = { run, step: 'paid', ...(at !== undefined && { at }) };
        return resumeSignal(
          {
            tenant: TENANT,
            ledger: memory.ports.ledger,
            open: async (bytes) => bytesOf(bytes).toString(),
            answer: async (token, outcome) => void answers.push({ token, outcome }),
          },
          { ...waiting, id: waitId(TENANT, { ...payload(''), ...waiting, run: payload('').run }) },
        );
      },
    };
  };
  const rowsOf = (run: string) => new Map([...memory.rows].filter(([, { pk }]) => pk.endsWith(`#RUN#${run}`)));
  const world = {
    ...memory,
    ports,
    answers,
    start,
    send: (id: string, body: unknown = { amount: 5 }) => sendSignal(ports, ADDRESS, { id, body, from: 'client:shop' }),
    beat: () => beat(ports, ADDRESS, 'client:shop'),
    pass: (days: number) => {
      time += days * DAY;
    },
    steer: (next: Io = io) => {
      steer = next;
    },
  };
  return world;
}

/** The ledger in memory keeps what JSON makes of bytes. */
const bytesOf = (value: unknown): Buffer =>
  value instanceof Uint8Array ? Buffer.from(value) : Buffer.from((value as { data: number[] }).data);
