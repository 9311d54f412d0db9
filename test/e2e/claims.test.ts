import { jest } from '@jest/globals';
import { type Shipped, startShipped } from '../support/shipped.ts';
import { type ClaimSystems, claimSystems } from '../systems/claims.ts';

jest.setTimeout(240_000);

const INSURANCES = {
  'P-1': { coverMinor: 2_000_000, deductibleMinor: 15_000, ageDays: 900, earlierClaims: 0 },
  'P-2': { coverMinor: 400_000, deductibleMinor: 0, ageDays: 10, earlierClaims: 2 },
};
const [ADJUSTER, INVESTIGATOR] = ['pavel.novak@example.com', 'oskar.lind@example.com'];

let systems: ClaimSystems;
let shipped: Shipped;
beforeAll(async () => {
  systems = await claimSystems(INSURANCES);
  systems.books.seen.add('used-before');
  shipped = await startShipped('claims', systems.services);
});
afterAll(async () => {
  await shipped?.remove();
  await Promise.all(Object.values(systems.services).map((service) => service.close()));
});

let number = 0;
function claim(over: object = {}) {
  number += 1;
  return {
    claim: `CL-${number}`,
    insurance: 'P-1',
    claimant: { name: 'Ada Moor', iban: 'DE02120300000000202051' },
    lossMinor: 100_000,
    currency: 'EUR',
    photos: ['front', 'left'],
    ...over,
  };
}

const payoutsOf = (id: string) => systems.books.payouts.filter((payout) => payout.claim === id);
const reserveOf = (id: string) => [...systems.books.reserves.values()].filter((reserve) => reserve.claim === id);
const golden = async (run: string, name: string) => {
  const { told, kept } = await shipped.golden(run, name);
  expect(told).toEqual(kept);
};
afterEach(() => {
  Object.assign(systems.books.assessors, { north: 'well', harbour: 'well', quick: 'well' });
});

test('a small claim is paid by rule, from two of three estimates; lost answers on the way are one effect each', async () => {
  systems.books.assessors.quick = 'slow';
  systems.services.reserves.fault('POST /reserves', 'lost', 'busy');
  systems.services.payments.fault('POST /payouts', 'broken', 'lost');
  const input = claim();
  const run = await shipped.start(input);
  expect(await shipped.ended(run)).toMatchObject({ status: 'SUCCEEDED' });
  expect(payoutsOf(input.claim)).toMatchObject([{ amountMinor: 95_000 - 15_000 }]);
  expect(reserveOf(input.claim)).toMatchObject([{ amountMinor: 100_000, state: 'used' }]);
});

test('an assessor who fails is not waited for', async () => {
  systems.books.assessors.north = 'down';
  const input = claim();
  const run = await shipped.start(input);
  expect(await shipped.ended(run)).toMatchObject({ status: 'SUCCEEDED' });
  expect(payoutsOf(input.claim)).toMatchObject([{ amountMinor: 110_000 - 15_000 }]);
});

test('where two assessors fail, the estimate of the repair shop lets the claim go on', async () => {
  Object.assign(systems.books.assessors, { north: 'down', harbour: 'down' });
  const input = claim();
  const run = await shipped.start(input);
  await shipped.until(async () => (await shipped.product.ledger()).some(isWaiting(run, 'shop')));
  await shipped.signal('estimate.received', input.claim, { amountMinor: 88_000 });
  expect(await shipped.ended(run)).toMatchObject({ status: 'SUCCEEDED' });
  expect(payoutsOf(input.claim)).toMatchObject([{ amountMinor: 73_000 }]);
});

test('a large claim asks an adjuster, who may pay less than was assessed', async () => {
  systems.books.assessors.quick = 'slow';
  const input = claim({ lossMinor: 900_000, photos: [] });
  const run = await shipped.start(input);
  await shipped.signal('photos.received', input.claim, { photos: ['garage'] });
  expect(await shipped.approval(run, 'approve')).toMatchObject({ fields: { amountMinor: 840_000 } });
  expect(payoutsOf(input.claim)).toEqual([]);
  await shipped.decide(run, 'approve', ADJUSTER, { decision: 'approve', fields: { amountMinor: 800_000 } });
  expect(await shipped.ended(run)).toMatchObject({ status: 'SUCCEEDED' });
  expect(payoutsOf(input.claim)).toMatchObject([{ amountMinor: 800_000 }]);
});

test('an adjuster cannot pay more than the insurance covers: policy refuses, and the reserve is released', async () => {
  const input = claim({ lossMinor: 900_000 });
  const run = await shipped.start(input);
  await shipped.decide(run, 'approve', ADJUSTER, { decision: 'approve', fields: { amountMinor: 2_000_001 } });
  const row = await shipped.ended(run);
  expect(row).toMatchObject({ status: 'REJECTED', reason: { name: 'PolicyDenied', step: 'pay' } });
  expect(row.reason!.message).toContain('No more is paid than the insurance policy covers.');
  expect(payoutsOf(input.claim)).toEqual([]);
  expect(reserveOf(input.claim)).toMatchObject([{ state: 'released' }]);
});

test('a picture that came before goes to an investigator, with the points that led there; who refuses', async () => {
  const input = claim({ insurance: 'P-2', photos: ['used-before'] });
  const run = await shipped.start(input);
  const { reason } = (await shipped.approval(run, 'investigate')) as { reason: string };
  expect(reason).toContain('A picture was handed in with another claim.');
  expect(reason).toContain('There were claims before.');
  await shipped.decide(run, 'investigate', INVESTIGATOR, { decision: 'reject', comment: 'The same car, another year' });
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'Rejected' } });
  expect(reserveOf(input.claim)).toMatchObject([{ state: 'released' }]);
  expect(systems.books.claims.get(input.claim)).toMatchObject({ closed: 'Rejected' });
  await golden(run, 'fraud');
});

test('pictures that never come end the claim in the exception queue after ten days, and the reserve is released', async () => {
  const input = claim({ photos: [] });
  const run = await shipped.start(input);
  expect(await shipped.ended(run, 24 * 11)).toMatchObject({
    status: 'EXCEPTED',
    reason: { name: 'Expired', step: 'arrived' },
  });
  expect(reserveOf(input.claim)).toMatchObject([{ state: 'released' }]);
  await golden(run, 'no-pictures');
});

test('a payment that the bank declines releases the reserve', async () => {
  const input = claim({ claimant: { name: 'Ada Moor', iban: 'XX02120300000000202051' } });
  const run = await shipped.start(input);
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'PayoutDeclined' } });
  expect(reserveOf(input.claim)).toMatchObject([{ state: 'released' }]);
});

const isWaiting = (run: string, step: string) => (row: Record<string, unknown>) =>
  String(row.pk).endsWith(`#${run}`) && row.sk === `STEP#${step}`;
