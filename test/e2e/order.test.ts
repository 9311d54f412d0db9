import { jest } from '@jest/globals';
import { virtualClock } from '../../lib/region/clock.ts';
import { type FixtureWorld, fixtureWorld, has, hasEnded } from '../support/fixture-world.ts';

// Friday, 20 November 2026, ten minutes before nine in Berlin.
const clock = virtualClock(Date.UTC(2026, 10, 20, 7, 50));
let world: FixtureWorld;

jest.setTimeout(240_000);
beforeAll(async () => {
  world = await fixtureWorld(clock, 'order', 'packing');
});
afterAll(() => world.remove());

const start = (order: string, skus: string[]) =>
  world.start('order', { order, amount: 250, lines: skus.map((sku) => ({ sku })) });
const pay = (key: string, id: string, amount: number) =>
  world.post('/v1/signals/payment.received', { key, id, body: { amount } });
const childOf = async (id: string) =>
  (await world.runs()).find(({ parent }) => (parent as { run?: string } | undefined)?.run === id);

test('an order is reserved line by line, paid by a signal, and packed by a run of another workflow in open hours', async () => {
  const id = await start('order-7', ['ink', 'paper']);
  await world.until(id, 1, has('paid', 'INTENT'));
  expect(await pay('order-7', 's1', 250)).toEqual({ id: 's1', run: id, duplicate: false });
  await world.until(id, 1, has('packed', 'INTENT'));
  const run = await world.until(id, 2, hasEnded);
  expect(run).toMatchObject({
    status: 'SUCCEEDED',
    output: { band: 'small', reservations: ['r-ink', 'r-paper'], paid: 250, parcel: 'P-order-7' },
  });
  const passes = run.steps.filter(({ step }) => step === 'reserve').map(({ at }) => at);
  expect(new Set(passes)).toEqual(new Set(['0', '1']));
  expect(world.shop.calls.every((call) => call.endsWith('Bearer shop-token'))).toBe(true);
  const child = (await childOf(id))!;
  expect(await world.get(`/v1/executions/${child.run}`)).toMatchObject({
    status: 'SUCCEEDED',
    parent: { run: id, workflow: 'order', step: 'packed' },
  });
  expect(run.steps).toContainEqual(expect.objectContaining({ step: 'packed', child: child.run }));
  // Half an hour from nine o'clock on, not from when it was asked.
  const waited = (await world.ledger()).find(({ sk, pk }) => sk === 'STEP#queue' && pk.includes(child.run));
  expect(waited?.output.value).toEqual({ until: '2026-11-20T08:30:00.000Z' });
});

test('a line that is sold out takes the others back, each pass by itself', async () => {
  const id = await start('order-8', ['pens', 'sold-out', 'clips']);
  const run = await world.until(id, 1, hasEnded);
  expect(run).toMatchObject({ status: 'REJECTED', reason: { name: 'SoldOut' } });
  const kept = [...world.shop.reserved.keys()].filter((key) => key === 'r-pens' || key === 'r-clips');
  expect(kept).toEqual([]);
});

test('a signal that came first is taken, and a run that is stopped while its child goes on stops the child', async () => {
  await pay('order-9', 's9', 1);
  const id = await start('order-9', ['tape']);
  await world.until(id, 1, has('packed', 'INTENT'));
  await world.post(`/v1/executions/${id}/stop`, {});
  await world.until(id, 1, hasEnded);
  await clock.advance(60_000);
  expect(await childOf(id)).toMatchObject({ status: 'STOPPED' });
  expect(world.shop.reserved.has('r-tape')).toBe(false);
});
