import type { Program } from '../../lib/compile/program.ts';
import { CALLER, controlWorld } from '../support/control.ts';

const waiting = (output?: object) =>
  ({
    name: 'order',
    version: '1.0.0',
    steps: { paid: { kind: 'signal', signal: { name: 'payment.received', timeout: 60 }, ...(output && { output }) } },
  }) as unknown as Program;

const AMOUNT = { type: 'object', properties: { amount: { type: 'integer' } }, required: ['amount'] };
const world = () => controlWorld({ programs: { order: waiting(AMOUNT) } });
const SIGNAL = { key: 'order-7', id: 's1', body: { amount: 5 } };
const PATH = '/v1/signals/payment.received';

test('a signal that nobody waits for yet is kept, and sent again it is the same', async () => {
  const { call } = await world();
  expect(await call('POST', PATH, { json: SIGNAL })).toMatchObject({
    status: 202,
    body: { id: 's1', duplicate: false },
  });
  expect(await call('POST', PATH, { json: SIGNAL })).toMatchObject({ status: 202, body: { duplicate: true } });
});

test.each([
  ['a body that fits no step', PATH, { ...SIGNAL, body: { amount: 'much' } }, 400, '/problems/invalid-signal'],
  ['a signal that nobody knows', '/v1/signals/payment.recieved', SIGNAL, 404, '/problems/not-found'],
  ['an id with spaces', PATH, { ...SIGNAL, id: 'a b' }, 400, '/problems/invalid-request'],
  ['a body with a claim check', PATH, { ...SIGNAL, body: { amount: 5, $claim: {} } }, 422, '/problems/invalid-input'],
])('%s is refused, and nothing is kept', async (_, path, json, status, type) => {
  const { call, rows } = await world();
  const before = rows.size;
  expect(await call('POST', path, { json })).toMatchObject({ status, body: { type } });
  expect(rows.size).toBe(before);
});

test('an id that comes again with another body is refused as a reused key', async () => {
  const { call } = await world();
  await call('POST', PATH, { json: SIGNAL });
  const again = await call('POST', PATH, { json: { ...SIGNAL, body: { amount: 6 } } });
  expect(again).toMatchObject({ status: 422, body: { type: '/problems/idempotency-key-reused' } });
});

test('a client that may only read sends nothing', async () => {
  const { call } = await world();
  const caller = { ...CALLER, scopes: ['read'] };
  expect((await call('POST', PATH, { json: SIGNAL, caller })).status).toBe(403);
});

test('a sign of life names the runs that hear of it', async () => {
  const { call } = await world();
  const answer = await call('POST', `${PATH}/heartbeat`, { json: { key: 'order-7' } });
  expect(answer).toMatchObject({ status: 202, body: { runs: [] } });
});
