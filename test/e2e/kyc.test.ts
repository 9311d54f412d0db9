import { jest } from '@jest/globals';
import { type Shipped, startShipped } from '../support/shipped.ts';
import { type KycSystems, kycSystems } from '../systems/kyc.ts';

jest.setTimeout(300_000);

const OFFICER = 'ines.carvalho@example.com';
const SANCTIONED = { entry: 'EU-7001', list: 'sanctions', name: 'Ivo Kessler', birthDate: '1961-02-03' } as const;
const EXPOSED = { entry: 'PEP-12', list: 'exposed', name: 'Carla Duarte', birthDate: '1970-07-07' } as const;

let systems: KycSystems;
let shipped: Shipped;
beforeAll(async () => {
  systems = await kycSystems();
  systems.books.lists.push(SANCTIONED, EXPOSED);
  shipped = await startShipped('kyc-onboarding', systems.services, ['kyc-rescreening', 'kyc-review']);
});
afterAll(async () => {
  await shipped?.remove();
  await Promise.all(Object.values(systems.services).map((service) => service.close()));
});

let number = 0;
const person = (subject: string, name: string) => ({ subject, name, birthDate: '1980-01-01', country: 'PT' });
/** A customer whose first name is the company's, with the beneficial owners that are named. */
function customer(name: string, ...owners: string[]) {
  number += 1;
  const listed = owners.map((each, index) => person(`owner-${index + 1}`, each));
  return { customer: `C-${number}`, person: person('customer', name), owners: listed };
}

const accountOf = (id: string) => [...systems.books.accounts.values()].filter((each) => each.customer === id);
const fileOf = (id: string) => [...systems.books.files.values()].filter((each) => each.customer === id);
const golden = async (run: string, name: string) => {
  const { told, kept } = await shipped.golden(run, name);
  expect(told).toEqual(kept);
};

test('a customer of whom nothing is found has an account; lost answers on the way are one effect each', async () => {
  const input = customer('Atlas Cork Lda', 'Rui Pinto', 'Eva Matos');
  systems.services.kyc.fault('POST /files', 'lost', 'broken');
  systems.services.bank.fault('POST /accounts', 'lost');
  systems.services.screening.fault('POST /searches', 'lost', 'busy');
  const run = await shipped.start(input);
  const row = await shipped.ended(run);
  expect(row).toMatchObject({ status: 'SUCCEEDED' });
  expect(accountOf(input.customer)).toEqual([{ customer: input.customer, state: 'active' }]);
  expect(fileOf(input.customer)).toEqual([{ customer: input.customer }]);
  expect(systems.books.customers.get(input.customer)).toMatchObject({ withdrawn: false, cleared: [] });
  await golden(run, 'clean');
});

test('a politically exposed owner is shown to an officer, who clears them; the account is blocked meanwhile', async () => {
  const input = customer('Duarte Vinhos', EXPOSED.name);
  const run = await shipped.start(input);
  await shipped.approval(run, 'officer');
  expect(accountOf(input.customer)).toMatchObject([{ state: 'blocked' }]);
  await shipped.decide(run, 'officer', OFFICER, { decision: 'approve' });
  expect(await shipped.ended(run)).toMatchObject({ status: 'SUCCEEDED' });
  expect(accountOf(input.customer)).toMatchObject([{ state: 'active' }]);
  expect(systems.books.customers.get(input.customer)!.cleared).toEqual([EXPOSED.entry]);
});

test('a sanctioned owner whom an officer confirms is refused, and account and file are closed', async () => {
  const input = customer('Kessler Trade', 'Rui Pinto', SANCTIONED.name);
  const run = await shipped.start(input);
  await shipped.decide(run, 'officer', OFFICER, { decision: 'reject', comment: 'It is him' });
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'Rejected' } });
  expect(accountOf(input.customer)).toMatchObject([{ state: 'closed' }]);
  expect(fileOf(input.customer)).toMatchObject([{ closed: 'Rejected' }]);
  expect(systems.books.customers.has(input.customer)).toBe(false);
  await golden(run, 'sanctioned');
});

test('an owner who cannot be screened is in the exception queue, and not waved through', async () => {
  const input = customer('Short Names', 'X', 'Rui Pinto');
  const run = await shipped.start(input);
  const { reason } = (await shipped.approval(run, 'officer')) as { reason: string };
  expect(reason).toContain('Somebody could not be screened.');
  const exceptions = await shipped.product.exceptions();
  expect(exceptions).toContainEqual(
    expect.objectContaining({ error: expect.objectContaining({ name: 'NameTooShort' }) }),
  );
  await shipped.decide(run, 'officer', OFFICER, { decision: 'reject', comment: 'Not without a name' });
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED' });
});

const runsOf = async (workflow: string) => (await shipped.product.runs()).filter((row) => row.workflow === workflow);

test('the screening of the next day finds a customer who is on a list since; an officer closes the account', async () => {
  const [known] = [...systems.books.customers.keys()] as [string];
  systems.books.lists.push({ entry: 'EU-9001', list: 'sanctions', name: 'Atlas Cork Lda', birthDate: '1980-01-01' });
  await shipped.until(async () => (await runsOf('kyc-review')).length > 0, 26);
  const [review] = await runsOf('kyc-review');
  await shipped.approval(review!.run, 'confirm');
  expect(review!.input.value).toMatchObject({ customer: known, entries: ['EU-9001'] });
  expect(accountOf(known)).toMatchObject([{ state: 'frozen' }]);
  await shipped.decide(review!.run, 'confirm', OFFICER, { decision: 'approve' });
  expect(await shipped.ended(review!.run)).toMatchObject({ status: 'SUCCEEDED' });
  expect(accountOf(known)).toMatchObject([{ state: 'closed' }]);
  const [screening] = await runsOf('kyc-rescreening');
  expect(await shipped.ended(screening!.run)).toMatchObject({ status: 'SUCCEEDED' });
  await golden(screening!.run, 'rescreening-found');
});

test('a hit that is somebody else: the account is free again, and the day after finds nothing new', async () => {
  const [, other] = [...systems.books.customers.keys()] as [string, string];
  systems.books.lists.push({ entry: 'EU-9002', list: 'sanctions', name: 'Duarte Vinhos', birthDate: '1955-05-05' });
  await shipped.until(async () => (await runsOf('kyc-review')).length > 1, 26);
  const review = (await runsOf('kyc-review')).find(({ input }) => input.value.customer === other)!;
  await shipped.decide(review.run, 'confirm', OFFICER, { decision: 'reject', comment: 'Another birth date' });
  expect(await shipped.ended(review.run)).toMatchObject({ status: 'REJECTED' });
  expect(accountOf(other)).toMatchObject([{ state: 'active' }]);
  const screenings = (await runsOf('kyc-rescreening')).length;
  await shipped.until(async () => {
    const later = await runsOf('kyc-rescreening');
    return later.length > screenings && later.every(({ status }) => status === 'SUCCEEDED');
  }, 26);
  expect(await runsOf('kyc-review')).toHaveLength(2);
});

test('where nobody decides in five days, the account stays frozen', async () => {
  const before = (await runsOf('kyc-review')).length;
  const [, other] = [...systems.books.customers.keys()] as [string, string];
  systems.books.lists.push({ entry: 'EU-9003', list: 'sanctions', name: 'Duarte Vinhos', birthDate: '1980-01-01' });
  await shipped.until(async () => (await runsOf('kyc-review')).length > before, 26);
  const review = (await runsOf('kyc-review')).find(({ input }) => input.value.entries.includes('EU-9003'))!;
  expect(await shipped.ended(review.run, 24 * 6)).toMatchObject({ status: 'EXCEPTED', reason: { name: 'Expired' } });
  expect(accountOf(other)).toMatchObject([{ state: 'frozen' }]);
});
