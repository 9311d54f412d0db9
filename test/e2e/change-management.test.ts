import { jest } from '@jest/globals';
import { signIn } from '../support/person.ts';
import { type Shipped, startShipped } from '../support/shipped.ts';
import { type ChangeSystems, changeSystems, runningIn } from '../systems/change-management.ts';

jest.setTimeout(240_000);

const SMALL = { lines: 40, migrates: false, customers: true, coverage: 90 };
const MIGRATION = { lines: 300, migrates: true, customers: true, coverage: 80 };
const APPROVE = { decision: 'approve' };
let systems: ChangeSystems;
let shipped: Shipped;
beforeAll(async () => {
  const changes = {
    'CHG-1': SMALL,
    'CHG-2': SMALL,
    'CHG-3': MIGRATION,
    'CHG-4': SMALL,
    'CHG-5': SMALL,
    'CHG-7': SMALL,
  };
  systems = await changeSystems({ ...changes, 'CHG-6': { ...SMALL, passes: false } });
  shipped = await startShipped('change-management', systems.services);
});
afterAll(async () => {
  await shipped?.remove();
  await Promise.all(Object.values(systems.services).map((service) => service.close()));
});

/** Mei has written it, and asks for it. */
const ask = (number: number, service: string, over: object = {}) =>
  shipped.start(
    {
      change: `CHG-${number}`,
      service,
      commit: String(number).repeat(40),
      author: 'p-mei',
      summary: 'Retries the ledger once before it gives up.',
      emergency: false,
      ...over,
    },
    'p-mei',
  );
const decide = (run: string, step: string, by: string, answer: Record<string, unknown> = APPROVE) =>
  shipped.decide(run, step, `${by}@example.com`, answer);
const deployed = (service: string) => [...systems.deployments.values()].filter((each) => each.service === service);
const announced = async (run: string) =>
  (await shipped.product.ledger())
    .filter((row) => row.pk.includes(run) && row.sk.startsWith('STEP#'))
    .map(({ step }) => step);
const golden = async (run: string, name: string) => {
  const { told, kept } = await shipped.golden(run, name);
  expect(told).toEqual(kept);
};
const now = () => new Date(shipped.clock.now()).toISOString();

test('a small change is reviewed, approved and released by three others, and goes out when the window opens', async () => {
  // It is Friday, on which nothing goes out, and Monday is frozen: the window opens on Tuesday at ten in Berlin.
  systems.services.deployer.fault('POST /deployments', 'lost');
  systems.plan.set('billing', ['too-early', 'too-early', 'healthy']);
  const run = await ask(1, 'billing');
  await decide(run, 'review', 'jonas.weber');
  await decide(run, 'approve', 'grace.kimani');
  await decide(run, 'release', 'yusuf.demir');
  expect(now()).toMatch(/^2026-11-20T/);
  expect(deployed('billing')).toEqual([]);
  await shipped.until(async () => deployed('billing').length > 0, 24 * 5);
  expect(now()).toMatch(/^2026-11-24T09:01/);
  expect(await shipped.ended(run)).toMatchObject({
    status: 'SUCCEEDED',
    output: { value: { risk: 'low', rounds: 3 } },
  });
  expect(deployed('billing')).toMatchObject([{ state: 'kept', change: 'CHG-1' }]);
  await golden(run, 'normal');
});

test('nobody reviews what they have written: the author is not asked, and cannot decide signed in', async () => {
  const run = await ask(2, 'search');
  const { id } = await shipped.approval(run, 'review');
  expect(await (await signIn(shipped.product, 'mei.chen@example.com')).read(`/approvals/${id}`)).toContain(
    'started this run themselves',
  );
  const asked = (await shipped.mailsTo('mei.chen@example.com')).filter(({ text }) => text.includes('Review CHG-2'));
  expect(asked).toEqual([]);
  await decide(run, 'review', 'zofia.nowak', { decision: 'reject', comment: 'A retry hides the outage.' });
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'Rejected' } });
  expect(deployed('search')).toEqual([]);
});

test('an author whom the portal has not named is found out by the policy before anything is deployed', async () => {
  const run = await ask(2, 'search', { author: 'p-jonas' });
  await decide(run, 'review', 'jonas.weber');
  await decide(run, 'approve', 'grace.kimani');
  await decide(run, 'release', 'yusuf.demir');
  expect(await shipped.ended(run, 24 * 5)).toMatchObject({ status: 'REJECTED', reason: { name: 'PolicyDenied' } });
  expect(deployed('search')).toEqual([]);
});

test('a change of high risk goes to the board, where two of three are enough; what does not get well is rolled back', async () => {
  systems.plan.set('ledger', ['too-early', 'unhealthy']);
  systems.services.deployer.fault('POST /deployments/:id/roll-back', 'lost');
  const run = await ask(3, 'ledger');
  await decide(run, 'review', 'jonas.weber');
  await decide(run, 'operations', 'erik.lund');
  await decide(run, 'business', 'dana.fischer');
  await decide(run, 'release', 'yusuf.demir');
  expect(await shipped.ended(run, 24 * 7)).toMatchObject({ status: 'REJECTED', reason: { name: 'NotHealthy' } });
  expect(deployed('ledger')).toMatchObject([{ state: 'rolled-back' }]);
  expect(runningIn(systems, 'ledger')).toBeUndefined();
  expect(await announced(run)).toEqual(expect.arrayContaining(['tell-rollback', 'tell-refusal']));
  const board = (await shipped.product.ledger()).filter((row) => row.run === run && row.sk.startsWith('APPROVAL#'));
  expect(Object.fromEntries(board.map(({ step, status }) => [step, status]))).toMatchObject({
    operations: 'APPROVED',
    business: 'APPROVED',
    security: 'WITHDRAWN',
  });
});

test('a broken glass skips review and window, is told to everybody, and is looked at afterwards by somebody else', async () => {
  const run = await ask(4, 'checkout', { emergency: true });
  await decide(run, 'glass', 'oleg.petrenko');
  await shipped.until(async () => deployed('checkout').length > 0, 1);
  await decide(run, 'look-back', 'grace.kimani');
  expect(await shipped.ended(run)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await announced(run)).toContain('glass-broken');
  expect(deployed('checkout')).toMatchObject([{ state: 'kept' }]);
  await golden(run, 'glass-broken');
});

test('what was sent out through a broken glass and is rejected afterwards is rolled back', async () => {
  const run = await ask(7, 'basket', { emergency: true });
  await decide(run, 'glass', 'oleg.petrenko');
  await decide(run, 'look-back', 'paulo.ribeiro', { decision: 'reject', comment: 'It drops orders without a card.' });
  expect(await shipped.ended(run, 24 * 5)).toMatchObject({ status: 'REJECTED', reason: { name: 'Rejected' } });
  expect(deployed('basket')).toMatchObject([{ state: 'rolled-back' }]);
});

test('a service that monitoring cannot judge for more than an hour is rolled back', async () => {
  systems.plan.set('reports', Array(8).fill('too-early'));
  const run = await ask(5, 'reports', { emergency: true });
  await decide(run, 'glass', 'sara.lindgren');
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'LoopExhausted' } });
  expect(deployed('reports')).toMatchObject([{ state: 'rolled-back' }]);
});

test('what does not pass its own tests is nobody’s to review', async () => {
  const run = await ask(6, 'billing');
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'TestsFailed' } });
  await golden(run, 'tests-failed');
});
