import { jest } from '@jest/globals';
import { signIn } from '../support/person.ts';
import { type Shipped, startShipped } from '../support/shipped.ts';
import { type LoanSystems, loanSystems } from '../systems/loan-underwriting.ts';

jest.setTimeout(240_000);

const LINE = 50_000_000;
const PEOPLE = {
  PRIME1: { score: 790, incomeMinor: 520_000, debtMinor: 40_000 },
  GOOD2: { score: 690, incomeMinor: 410_000, debtMinor: 20_000 },
  POOR3: { score: 540, incomeMinor: 300_000, debtMinor: 90_000 },
};
const [GRETA, HENRIK] = ['greta.holm@example.com', 'henrik.dahl@example.com'];
const APPROVE = { decision: 'approve' };

let systems: LoanSystems;
let shipped: Shipped;
beforeAll(async () => {
  systems = await loanSystems(PEOPLE, LINE);
  shipped = await startShipped('loan-underwriting', systems.services);
});
afterAll(async () => {
  await shipped?.remove();
  await Promise.all(Object.values(systems.services).map((service) => service.close()));
});

let number = 0;
/** An application whose documents lie in the dossier already. */
function application(taxId: keyof typeof PEOPLE, over: object = {}) {
  number += 1;
  const input = {
    application: `LA-${number}`,
    applicant: { name: 'Nora Quist', taxId },
    amountMinor: 1_200_000,
    currency: 'EUR',
    termMonths: 48,
    documents: ['identity', 'payslip'],
    ...over,
  };
  for (const document of ['identity', 'payslip']) systems.books.documents.add(`LA-${number}/${document}`);
  return input;
}

const offersOf = (application: string) => systems.books.offers.filter((offer) => offer.application === application);
const holdOf = (application: string) =>
  [...systems.books.holds.values()].filter((hold) => hold.application === application);
const golden = async (run: string, name: string) => {
  const { told, kept } = await shipped.golden(run, name);
  expect(told).toEqual(kept);
};

test('a prime applicant has an offer after one signature, and the funds stay held', async () => {
  const input = application('PRIME1');
  const run = await shipped.start(input);
  await shipped.decide(run, 'approve', GRETA, APPROVE);
  expect(await shipped.ended(run)).toMatchObject({ status: 'SUCCEEDED' });
  expect(offersOf(input.application)).toMatchObject([{ rateBps: 390, name: 'Nora Quist' }]);
  expect(holdOf(input.application)).toEqual([{ application: input.application, amountMinor: 1_200_000 }]);
  await golden(run, 'prime');
});

test('a score that is too poor is declined in the words of its rule, and the funds are given back', async () => {
  const input = application('POOR3');
  const run = await shipped.start(input);
  const row = await shipped.ended(run);
  expect(row).toMatchObject({ status: 'REJECTED', reason: { name: 'Declined' } });
  expect(row.reason!.message).toContain('A score below 580 is not lent to.');
  expect(row.reason!.message).toContain("score 540 meets '< 580'");
  expect(holdOf(input.application)).toMatchObject([{ released: 'Declined' }]);
  expect(offersOf(input.application)).toEqual([]);
  await golden(run, 'declined');
});

test('a large loan needs two people: whoever has signed is not asked again, and is refused', async () => {
  const input = application('GOOD2', { amountMinor: 4_000_000, termMonths: 84 });
  const run = await shipped.start(input);
  const greta = await signIn(shipped.product, GRETA);
  const { recommendation, evidence } = await shipped.approval(run, 'approve');
  // The rules are no language model: they are never sure enough, and say so.
  expect({ recommendation, evidence }).toEqual({ recommendation: 'doubt', evidence: expect.stringContaining('0.8') });
  await shipped.decide(run, 'approve', GRETA, APPROVE);
  const second = await pending(run, 'countersign');
  const page = await greta.read(`/approvals/${run}.${second.approval}`);
  expect(page).toContain('have decided approve of this run');
  expect(page).toContain('<dd>Henrik Dahl, Leila Farouk (Underwriter)');
  const csrf = /name="csrf" value="(\w+)"/.exec(page)![1]!;
  const { digest } = await shipped.approval(run, 'countersign');
  const form = { decision: 'approve', digest: String(digest), comment: '', csrf };
  const refused = await greta.send(`/approvals/${run}.${second.approval}`, form);
  expect(refused).toMatchObject({ status: 403, page: expect.stringContaining('have decided approve of this run') });
  expect(await pending(run, 'countersign')).toMatchObject({ status: 'PENDING' });
  expect(offersOf(input.application)).toEqual([]);
  const asked = (await shipped.mailsTo(GRETA)).filter(({ text }) => text.includes(`${input.application}, second`));
  expect(asked).toEqual([]);
  await shipped.decide(run, 'countersign', HENRIK, APPROVE);
  expect(await shipped.ended(run)).toMatchObject({ status: 'SUCCEEDED' });
  expect(offersOf(input.application)).toMatchObject([{ rateBps: 690 }]);
  await golden(run, 'two-signatures');
});

test('documents that never come let the application lapse after three reminders each, and the funds are free', async () => {
  const input = application('PRIME1', { documents: ['identity', 'tax-assessment'] });
  const run = await shipped.start(input);
  expect(await shipped.ended(run, 24 * 30)).toMatchObject({ status: 'REJECTED', reason: { name: 'LoopExhausted' } });
  const reminded = systems.books.reminders.filter((each) => each.application === input.application);
  expect(reminded.map(({ document, round }) => [document, round])).toEqual([
    ['tax-assessment', 1],
    ['tax-assessment', 2],
    ['tax-assessment', 3],
  ]);
  expect(holdOf(input.application)).toMatchObject([{ released: 'LoopExhausted' }]);
  await golden(run, 'lapsed');
});

test('lost answers on the way are one effect each; a document that comes after a reminder lets the run go on', async () => {
  const input = application('PRIME1', { documents: ['identity', 'bank-statement'] });
  const { treasury, dossier, bureau } = systems.services;
  treasury.fault('POST /holds', 'lost', 'busy');
  bureau.fault('POST /enquiries', 'broken', 'lost');
  dossier.fault('POST /offers', 'down', 'lost');
  const run = await shipped.start(input);
  await shipped.until(async () => systems.books.reminders.some((each) => each.application === input.application));
  await shipped.signal('document.received', `${input.application}/bank-statement`, { reference: 'scan-17' });
  await shipped.decide(run, 'approve', HENRIK, APPROVE);
  expect(await shipped.ended(run)).toMatchObject({ status: 'SUCCEEDED' });
  expect(holdOf(input.application)).toHaveLength(1);
  expect(systems.books.enquiries.filter((each) => each.application === input.application)).toHaveLength(1);
  expect(offersOf(input.application)).toHaveLength(1);
});

async function pending(run: string, step: string) {
  let found: Record<string, unknown> | undefined;
  await shipped.until(async () => {
    const rows = await shipped.product.ledger();
    found = rows.find((row) => row.run === run && row.step === step && row.sk.startsWith('APPROVAL#'));
    return found !== undefined;
  });
  return found!;
}
