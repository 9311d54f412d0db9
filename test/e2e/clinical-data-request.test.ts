import { jest } from '@jest/globals';
import { type Shipped, startShipped } from '../support/shipped.ts';
import { type ClinicalSystems, clinicalSystems, type Patient } from '../systems/clinical-data-request.ts';

jest.setTimeout(240_000);

const HUGO = 'hugo.lambert@example.com';
const SELIN = 'selin.kaya@example.com';
const DAY = 86_400_000;

const patient = (name: string, condition: string, ...consents: string[]): Patient => ({
  name,
  condition,
  consents: new Set(consents),
});
const PATIENTS = {
  'N-1': patient('Ada Quist', 'I25', 'cardiology', 'oncology'),
  'N-2': patient('Bo Strand', 'I25', 'oncology'),
  'N-3': patient('Cleo Maier', 'I25', 'cardiology'),
  'N-4': patient('Dag Ohlsen', 'I25', 'cardiology'),
  'N-5': patient('Eda Roth', 'E11'),
  'N-6': patient('Finn Berg', 'E11'),
  'N-7': patient('Gita Rao', 'C50', 'cardiology'),
};
const VOTES = {
  'EV-1': { status: 'approved', purpose: 'cardiology' },
  'EV-2': { status: 'conditional', purpose: 'cardiology' },
};

let systems: ClinicalSystems;
let shipped: Shipped;
beforeAll(async () => {
  systems = await clinicalSystems(PATIENTS, VOTES);
  shipped = await startShipped('clinical-data-request', systems.services);
});
afterAll(async () => {
  await shipped?.remove();
  await Promise.all(Object.values(systems.services).map((service) => service.close()));
});

let number = 0;
const ask = (over: object = {}) => {
  number += 1;
  return {
    request: `CR-${number}`,
    researcher: 'p-elena',
    vote: 'EV-1',
    purpose: 'cardiology',
    condition: 'I25',
    fields: ['diagnoses', 'labs'],
    days: 30,
    ...over,
  };
};

type Ask = ReturnType<typeof ask>;
const readFor = ({ request }: Ask) => systems.books.reads.filter((read) => read.request === request);
const releasesFor = ({ request }: Ask) =>
  [...systems.books.releases.values()].filter((release) => release.request === request);
const watchesOpen = () => [...systems.books.watches.values()].filter(({ ended }) => !ended);
const released = (asked: Ask) => shipped.until(async () => releasesFor(asked).length > 0);
const golden = async (run: string, name: string) => {
  const { told, kept } = await shipped.golden(run, name);
  expect(told).toEqual(kept);
};

test('records of those who consent are lent without their names, and go back when the time is over', async () => {
  const asked = ask();
  const run = await shipped.start(asked, 'p-elena');
  const shown = await shipped.approval(run, 'steward');
  expect(shown).toMatchObject({
    roles: ['data-steward'],
    fields: { patients: 4, consented: 3, researcher: 'p-elena' },
    recommendation: 'permit',
  });
  expect(readFor(asked)).toEqual([]);
  await shipped.decide(run, 'steward', HUGO, { decision: 'approve' });
  await released(asked);
  expect(readFor(asked).map(({ patient: id }) => id)).toEqual(expect.arrayContaining(['N-1', 'N-3', 'N-4']));
  expect(readFor(asked)).toHaveLength(3);
  const [release] = releasesFor(asked);
  const record = {
    birthYear: 1961,
    region: '24',
    sex: 'female',
    diagnoses: ['I25'],
    labs: [{ code: 'LDL', value: 131.5 }],
  };
  expect(release!.records).toEqual([1, 2, 3].map(() => ({ ...record, pseudonym: expect.stringMatching(/^X\d{4}$/) })));
  expect(JSON.stringify(release)).not.toMatch(/N-\d|Quist|Maier|Ohlsen|1961-03|24103|rs7412/);

  const before = shipped.clock.now();
  expect(await shipped.ended(run, 24 * 40)).toMatchObject({
    status: 'SUCCEEDED',
    output: { value: { patients: 4, records: 3, steward: 'p-hugo' } },
  });
  expect((shipped.clock.now() - before) / DAY).toBeGreaterThan(29);
  expect(releasesFor(asked)).toMatchObject([{ records: [], withdrawn: 'Term' }]);
  expect(watchesOpen()).toEqual([]);
  await golden(run, 'lent-and-back');
});

test('where nobody has consented, or one only, nothing is read and nobody is asked', async () => {
  const [nobody, one] = [ask({ condition: 'E11' }), ask({ condition: 'C50' })];
  const run = await shipped.start(nobody, 'p-elena');
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'NoConsent' } });
  const other = await shipped.start(one, 'p-elena');
  expect(await shipped.ended(other)).toMatchObject({ status: 'REJECTED', reason: { name: 'TooFew' } });
  expect([...readFor(nobody), ...readFor(one), ...releasesFor(nobody), ...releasesFor(one)]).toEqual([]);
  expect((await shipped.product.ledger()).filter((row) => row.run === run && row.approval)).toEqual([]);
  await golden(run, 'nobody-consents');
});

test('a vote with conditions does not cover genomes, and nobody looks who has the condition', async () => {
  const before = systems.services.records.asked('GET /patients');
  const asked = ask({ vote: 'EV-2', fields: ['genome'] });
  const run = await shipped.start(asked, 'p-elena');
  expect(await shipped.ended(run)).toMatchObject({
    status: 'REJECTED',
    reason: { name: 'NotPermitted', message: expect.stringContaining('leaves out genomes') },
  });
  expect(systems.services.records.asked('GET /patients')).toBe(before);
});

test('a steward who asks is not asked, and what the other one rejects is never read', async () => {
  const asked = ask({ researcher: 'p-selin' });
  const run = await shipped.start(asked, 'p-selin');
  await shipped.decide(run, 'steward', HUGO, { decision: 'reject', comment: 'You lead the study of these patients.' });
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'Rejected' } });
  expect((await shipped.mailsTo(SELIN)).filter(({ text }) => text.includes(asked.request))).toEqual([]);
  expect([...readFor(asked), ...releasesFor(asked), ...watchesOpen()]).toEqual([]);
  await golden(run, 'steward-rejects');
});

test('answers that are lost on the way are each one effect', async () => {
  systems.services.consents.fault('POST /watches', 'lost', 'broken');
  systems.services['trust-centre'].fault('POST /pseudonyms', 'lost', 'down', 'broken');
  systems.services.workspace.fault('POST /releases', 'lost', 'broken');
  systems.services.workspace.fault('POST /releases/:id/withdraw', 'lost');
  const asked = ask({ days: 1 });
  const run = await shipped.start(asked, 'p-elena');
  await shipped.decide(run, 'steward', SELIN, { decision: 'approve' });
  expect(await shipped.ended(run, 24 * 6)).toMatchObject({ status: 'SUCCEEDED' });
  const ofRun = ({ body }: { body: unknown }) => JSON.stringify(body).includes(`"${asked.request}"`);
  expect(systems.services.consents.effects.filter(ofRun)).toHaveLength(1);
  expect(systems.services['trust-centre'].effects.filter(ofRun)).toHaveLength(3);
  expect(releasesFor(asked)).toMatchObject([{ records: [], withdrawn: 'Term' }]);
});

test('a consent that is withdrawn while the steward thinks: nothing is read', async () => {
  const asked = ask();
  const run = await shipped.start(asked, 'p-elena');
  await shipped.approval(run, 'steward');
  systems.books.patients.get('N-4')!.consents.delete('cardiology');
  await shipped.decide(run, 'steward', HUGO, { decision: 'approve' });
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'ConsentWithdrawn' } });
  expect([...readFor(asked), ...releasesFor(asked), ...watchesOpen()]).toEqual([]);
  systems.books.patients.get('N-4')!.consents.add('cardiology');
});

test('a consent that is withdrawn while the records are lent empties the room', async () => {
  const asked = ask();
  const run = await shipped.start(asked, 'p-elena');
  await shipped.decide(run, 'steward', HUGO, { decision: 'approve' });
  await released(asked);
  await shipped.signal('consent.withdrawn', asked.request, { consents: 1 });
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'ConsentWithdrawn' } });
  expect(releasesFor(asked)).toMatchObject([{ records: [], withdrawn: 'ConsentWithdrawn' }]);
  expect(watchesOpen()).toEqual([]);
  await golden(run, 'withdrawn-while-lent');
});
