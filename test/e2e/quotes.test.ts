import { jest } from '@jest/globals';
import { virtualClock } from '../../lib/region/clock.ts';
import { type FixtureWorld, fixtureWorld, has, hasEnded } from '../support/fixture-world.ts';

const clock = virtualClock(Date.UTC(2026, 10, 20, 9));
let world: FixtureWorld;

jest.setTimeout(240_000);
beforeAll(async () => {
  world = await fixtureWorld(clock, 'quotes');
});
afterAll(() => world.remove());

test('a failed item is left out, a scope is taken back, and of two branches the first to arrive is enough', async () => {
  const id = await world.start('quotes', { fail: true, lines: ['a', 'sold-out', 'c'] });
  await world.until(id, 1, has('quote', 'INTENT'));
  const undone = await world.until(id, 1, has('flight', 'UNDONE'));
  expect(undone.status).toBe('RUNNING');
  expect([...world.shop.reserved.keys()].sort()).toEqual(['r-a', 'r-c']);
  await world.post('/v1/signals/quote.received', { key: id, id: 'q1', body: { price: 12 } });
  const run = await world.until(id, 1, hasEnded);
  expect(run).toMatchObject({ status: 'SUCCEEDED', output: { lines: ['r-a', 'r-c'], price: 12 } });
  const { items } = (await world.get('/v1/approvals?status=WITHDRAWN')) as { items: { run: string }[] };
  expect(items).toMatchObject([{ run: id, step: 'review' }]);
  const types = (
    (await world.get(`/v1/executions/${id}/ledger`)) as { items: { type: string; data: { scope?: string } }[] }
  ).items;
  expect(types.filter(({ data }) => data.scope === 'trip').map(({ type }) => type)).toEqual([
    'undo.begun',
    'undo.finished',
  ]);
});
