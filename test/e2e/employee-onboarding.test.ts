import { jest } from '@jest/globals';
import { type Shipped, startShipped } from '../support/shipped.ts';
import { type OnboardingSystems, onboardingSystems } from '../systems/employee-onboarding.ts';

jest.setTimeout(240_000);

let systems: OnboardingSystems;
let shipped: Shipped;
beforeAll(async () => {
  systems = await onboardingSystems();
  shipped = await startShipped('employee-onboarding', systems.services);
});
afterAll(async () => {
  await shipped?.remove();
  await Promise.all(Object.values(systems.services).map((service) => service.close()));
});

let number = 0;
const contract = (over: object = {}) => {
  number += 1;
  return {
    candidate: `A-${number}`,
    person: { name: `Ida Colleague ${number}`, email: 'ida@example.net' },
    position: 'Bookkeeper',
    site: 'kiel',
    laptop: 'light-14',
    joins: '2027-01-04',
    salaryMinor: 6_800_000,
    currency: 'EUR',
    ...over,
  };
};
type Contract = ReturnType<typeof contract>;

/** The employee's number in the personnel file of an application. */
const employeeOf = ({ candidate }: Contract): string =>
  [...systems.books.hr].find(([, file]) => file.candidate === candidate)![0];

/** In each of the nine systems: entries that stand, and entries that there ever were. */
function entriesOf(asked: Contract): Record<string, [standing: number, ever: number]> {
  const employee = employeeOf(asked);
  const account = [...systems.books.directory].find(([, entry]) => entry.employee === employee)?.[0];
  return Object.fromEntries(
    Object.entries(systems.books).map(([name, book]) => {
      const own = [...book].filter(
        ([id, entry]) => id === employee || entry.employee === employee || (account && entry.account === account),
      );
      return [name, [own.filter(([, { over }]) => !over).length, own.length]];
    }),
  );
}

const inAll = (standing: number, ever: number) =>
  Object.fromEntries(Object.keys(systems.books).map((name) => [name, [standing, ever]]));
const standing = (asked: Contract) => Object.values(entriesOf(asked)).reduce((sum, [still]) => sum + still, 0);
const signOff = (run: string, by = 'hana.suzuki', answer: Record<string, unknown> = { decision: 'approve' }) =>
  shipped.decide(run, 'sign-off', `${by}@example.com`, answer);
const golden = async (run: string, name: string) => {
  const { told, kept } = await shipped.golden(run, name);
  expect(told).toEqual(kept);
};
const today = () => new Date(shipped.clock.now()).toISOString();

test('six weeks before the first day only the file is open; two weeks before, all nine systems; on the day the person can sign in', async () => {
  // Lost answers and busy systems on the way: each is one effect.
  systems.services.hr.fault('POST /files', 'lost');
  systems.services['laptop-store'].fault('POST /orders', 'lost', 'busy');
  systems.services.payroll.fault('POST /enrolments', 'broken');
  systems.services.directory.fault('POST /activations', 'down', 'lost');
  const asked = contract();
  const run = await shipped.start(asked, 'p-luca');
  await signOff(run);
  expect(standing(asked)).toBe(1);

  await shipped.until(async () => standing(asked) === 9, 24 * 40);
  expect(today()).toMatch(/^2026-12-21T08:/);
  expect(systems.active.size).toBe(0);

  expect(await shipped.ended(run, 24 * 20)).toMatchObject({ status: 'SUCCEEDED' });
  expect(today()).toMatch(/^2027-01-04T08:/);
  expect(entriesOf(asked)).toEqual(inAll(1, 1));
  expect(systems.active.size).toBe(1);
  expect(systems.welcomed).toHaveLength(1);
  expect(systems.books.hr.get(employeeOf(asked))).toMatchObject({ begun: '2027-01-04', over: false });
  expect(systems.cases).toEqual([]);
  await golden(run, 'six-weeks');
});

test('one system that refuses has everything else taken back, and HR is told', async () => {
  const asked = contract({ site: 'shed', joins: '2027-01-11' });
  const run = await shipped.start(asked, 'p-luca');
  await signOff(run);
  expect(await shipped.ended(run, 24 * 20)).toMatchObject({ status: 'REJECTED', reason: { name: 'NoDesk' } });
  const entries = entriesOf(asked);
  expect(Object.values(entries).map(([still]) => still)).toEqual(Array(9).fill(0));
  expect(entries.desk).toEqual([0, 0]);
  expect(entries.hr).toEqual([0, 1]);
  expect(systems.cases).toEqual([{ candidate: asked.candidate, reason: 'NoDesk', step: 'desk' }]);
});

test('a rejected sign-off closes the file; no other system has heard of the person', async () => {
  const asked = contract();
  const run = await shipped.start(asked, 'p-luca');
  await signOff(run, 'hana.suzuki', { decision: 'reject', comment: 'The salary is not what was agreed.' });
  expect(await shipped.ended(run, 24 * 5)).toMatchObject({ status: 'REJECTED', reason: { name: 'Rejected' } });
  expect(entriesOf(asked)).toEqual({ ...inAll(0, 0), hr: [0, 1] });
  expect(systems.cases.at(-1)).toEqual({ candidate: asked.candidate, reason: 'Rejected', step: 'sign-off' });
  await golden(run, 'rejected');
});

test('pay above the limit is denied by the policy, whoever has signed it off, and all of it is taken back', async () => {
  const asked = contract({ salaryMinor: 30_000_000, joins: '2027-01-18' });
  const run = await shipped.start(asked, 'p-luca');
  await signOff(run);
  expect(await shipped.ended(run, 24 * 20)).toMatchObject({ status: 'REJECTED', reason: { name: 'PolicyDenied' } });
  expect(standing(asked)).toBe(0);
  expect(entriesOf(asked).payroll).toEqual([0, 0]);
  expect(systems.cases.at(-1)).toMatchObject({ candidate: asked.candidate, reason: 'PolicyDenied', step: 'payroll' });
});

test('a system that never says whether it has acted is asked once more before it is undone; a person hears of it', async () => {
  const before = systems.cases.length;
  systems.services.badge.fault('POST /badges', 'lost', 'lost', 'lost', 'lost');
  const asked = contract({ joins: '2027-01-25' });
  const run = await shipped.start(asked, 'p-luca');
  await signOff(run);
  expect(await shipped.ended(run, 24 * 20)).toMatchObject({ status: 'EXCEPTED', reason: { name: 'Ambiguous' } });
  expect(standing(asked)).toBe(0);
  expect(entriesOf(asked).badge).toEqual([0, 1]);
  expect(systems.cases.slice(before)).toEqual([{ candidate: asked.candidate, reason: 'Ambiguous', step: 'badge' }]);
  expect((await shipped.product.exceptions()).map((each) => each.run)).toContain(run);
});
