import { rmSync } from 'node:fs';
import { jest } from '@jest/globals';
import { virtualClock } from '../../lib/region/clock.ts';
import { createRegion, type RunningRegion } from '../../lib/region/region.ts';
import { fixtureAssembly } from '../support/fixture.ts';
import { type FixtureWorld, fixtureWorld, has, hasEnded } from '../support/fixture-world.ts';
import { MODELS } from '../support/models.ts';

const clock = virtualClock(Date.UTC(2026, 10, 20, 9));
let world: FixtureWorld;
let restarted: RunningRegion | undefined;

jest.setTimeout(240_000);
beforeAll(async () => {
  world = await fixtureWorld(clock, 'handover/first');
});
afterAll(async () => {
  await restarted?.stop();
  world.shop.stop();
  if (!restarted) await world.region.stop();
  rmSync(world.region.region.dataDir, { recursive: true });
});

const start = (order: string, refused = false) => world.start('handover', { order, refused });
const ready = (order: string) => world.post('/v1/signals/goods.ready', { key: order, id: order, body: {} });
const waits = has('ready', 'INTENT');
const released = (by: string, order: string) =>
  world.shop.calls.some((call) => call.startsWith(`DELETE /released-by-${by}/r-${by}-${order} `));

test('a run that waits through a deployment and a restart ends on the code, the machine and the undo that it began with', async () => {
  const [done, refused, stopped] = [await start('a'), await start('b', true), await start('c')];
  for (const id of [done, refused, stopped]) await world.until(id, 1, waits);

  const second = fixtureAssembly('handover/second');
  await world.region.deploy(second);
  const newer = await start('d');
  await world.until(newer, 1, waits);
  // On another port: what was frozen before must not hold the old one.
  await world.region.stop();
  restarted = await createRegion({ dataDir: world.region.region.dataDir, clock, models: MODELS });
  await restarted.deploy(second);

  for (const order of ['a', 'b', 'd']) await ready(order);
  expect(await world.until(done, 1, hasEnded)).toMatchObject({
    status: 'SUCCEEDED',
    output: { reservation: 'r-first-a', told: 'by letter', closed: 'first' },
  });
  expect(await world.until(newer, 1, hasEnded)).toMatchObject({
    status: 'SUCCEEDED',
    output: { reservation: 'r-second-d', told: 'by phone', closed: 'second' },
  });
  expect(await world.until(refused, 1, hasEnded)).toMatchObject({ status: 'REJECTED', reason: { name: 'Refused' } });
  expect(released('first', 'b')).toBe(true);

  await world.post(`/v1/executions/${stopped}/stop`, {});
  await world.until(stopped, 1, has('reserve', 'UNDONE'));
  expect(released('first', 'c')).toBe(true);
  expect(world.shop.calls.some((call) => call.includes('released-by-second'))).toBe(false);
});

test('what begins after going back to the first version goes on it, and what waits on the second one ends on that', async () => {
  const newer = await start('e', true);
  await world.until(newer, 1, waits);
  await restarted!.deploy(fixtureAssembly('handover/first'));
  const older = await start('f');
  await world.until(older, 1, waits);
  for (const order of ['e', 'f']) await ready(order);
  expect(await world.until(older, 1, hasEnded)).toMatchObject({ status: 'SUCCEEDED', output: { told: 'by letter' } });
  expect(await world.until(newer, 1, hasEnded)).toMatchObject({ status: 'REJECTED' });
  expect(released('second', 'e')).toBe(true);
});
