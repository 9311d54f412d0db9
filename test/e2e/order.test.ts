import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { connectTo } from '../../lib/cli/api/connect.ts';
import { doorsOf } from '../../lib/cli/local/doors.ts';
import { virtualClock } from '../../lib/region/clock.ts';
import { fixtureAssembly } from '../support/fixture.ts';
import { type Product, startAssembly } from '../support/product.ts';

const HOUR = 3_600_000;
// Friday, 20 November 2026, ten minutes before nine in Berlin.
const clock = virtualClock(Date.UTC(2026, 10, 20, 7, 50));
let product: Product;
let door: Parameters<typeof connectTo>;
let shop: Server;
/** What the shop has been asked, and what is reserved. */
const calls: string[] = [];
const reserved = new Map<string, string>();

jest.setTimeout(240_000);
beforeAll(async () => {
  shop = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { method, url, headers } = request;
    calls.push(`${method} ${url} ${headers.authorization}`);
    if (method === 'DELETE') {
      reserved.delete(url!.split('/').at(-1)!);
      return response.writeHead(204).end();
    }
    const { sku } = JSON.parse(body);
    if (sku === 'sold-out')
      return response.writeHead(409).end(JSON.stringify({ error: 'SoldOut', message: 'none left' }));
    const id = `r-${sku}`;
    reserved.set(id, String(headers['idempotency-key']));
    return response.writeHead(201).end(JSON.stringify({ id }));
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  product = await startAssembly(fixtureAssembly('order', 'packing'), clock);
  const { url, client } = await doorsOf(product.region);
  door = [url, client];
  const address = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  await product.call('secretsmanager', 'PutSecretValue', {
    SecretId: 'countersign/acme/order/shop',
    SecretString: JSON.stringify({ url: address, token: 'shop-token' }),
  });
});
afterAll(async () => {
  shop.closeAllConnections();
  shop.close();
  await product.remove();
});

/** A token lasts for minutes, and time leaps by days. */
const api = {
  get: async (path: string) => (await connectTo(...door)).get(path),
  post: async (path: string, body: unknown) => (await connectTo(...door)).post(path, body),
};

interface RunView {
  status: string;
  output?: unknown;
  reason?: { name: string };
  steps: { step: string; at?: string; status: string }[];
}
const show = async (id: string) => (await api.get(`/v1/executions/${id}`)) as RunView;

async function start(order: string, skus: string[]): Promise<string> {
  const input = { order, amount: 250, lines: skus.map((sku) => ({ sku })) };
  const { id } = (await api.post('/v1/workflows/order/execute', { input })) as { id: string };
  return id;
}

/** Lets time pass, at most so long, until the run is as asked. */
async function until(id: string, hours: number, fits: (run: RunView) => boolean): Promise<RunView> {
  await clock.runUntilIdle({ until: clock.now() + hours * HOUR, done: async () => fits(await show(id)) });
  const run = await show(id);
  if (!fits(run))
    throw new Error(`the run is not as asked: ${JSON.stringify({ run, logged: product.logged.slice(-20) })}`);
  return run;
}

const has = (step: string, status: string) => (run: RunView) =>
  run.steps.some((each) => each.step === step && each.status === status);

test('an order is reserved line by line, paid by a signal, and packed by a run of another workflow in open hours', async () => {
  const id = await start('order-7', ['ink', 'paper']);
  await until(id, 1, has('paid', 'INTENT'));
  expect(await api.post('/v1/signals/payment.received', { key: 'order-7', id: 's1', body: { amount: 250 } })).toEqual({
    id: 's1',
    run: id,
    duplicate: false,
  });
  await until(id, 1, has('packed', 'INTENT'));
  const run = await until(id, 2, ({ status }) => status !== 'RUNNING');
  expect(run).toMatchObject({
    status: 'SUCCEEDED',
    output: { band: 'small', reservations: ['r-ink', 'r-paper'], paid: 250, parcel: 'P-order-7' },
  });
  expect(
    run.steps
      .filter(({ step }) => step === 'reserve')
      .map(({ at }) => at)
      .sort(),
  ).toEqual(['0', '1']);
  expect(calls.every((call) => call.endsWith('Bearer shop-token'))).toBe(true);
  const children = (await product.runs()).filter(({ workflow }) => workflow === 'packing');
  expect(children).toMatchObject([{ status: 'SUCCEEDED', parent: { run: id, step: 'packed' } }]);
  // Half an hour from nine o'clock on, not from when it was asked.
  const waited = (await product.ledger()).find(({ sk, pk }) => sk === 'STEP#queue' && pk.includes(children[0]!.run));
  expect(waited?.output.value).toEqual({ until: '2026-11-20T08:30:00.000Z' });
});

test('a line that is sold out takes the others back, each pass by itself', async () => {
  const id = await start('order-8', ['pens', 'sold-out', 'clips']);
  const run = await until(id, 1, ({ status }) => status !== 'RUNNING' && status !== 'REQUESTED');
  expect(run).toMatchObject({ status: 'REJECTED', reason: { name: 'SoldOut' } });
  expect([...reserved.keys()].filter((key) => key === 'r-pens' || key === 'r-clips')).toEqual([]);
});

test('a run that is stopped while its child goes on stops the child', async () => {
  await api.post('/v1/signals/payment.received', { key: 'order-9', id: 's9', body: { amount: 1 } });
  const id = await start('order-9', ['tape']);
  await until(id, 1, has('packed', 'INTENT'));
  await api.post(`/v1/executions/${id}/stop`, {});
  await until(id, 1, ({ status }) => status === 'STOPPED');
  await clock.advance(60_000);
  const child = (await product.runs()).find(({ parent }) => (parent as { run?: string } | undefined)?.run === id);
  expect(child).toMatchObject({ status: 'STOPPED' });
  expect(reserved.has('r-tape')).toBe(false);
});
