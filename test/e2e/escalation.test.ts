import { jest } from '@jest/globals';
import { virtualClock } from '../../lib/region/clock.ts';
import { type Product, startProduct } from '../support/product.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
// Timers are set to whole seconds, never early: a minute more is past each of them.
const clock = virtualClock(Date.UTC(2026, 10, 20, 9));
let product: Product;

jest.setTimeout(180_000);
beforeAll(async () => {
  product = await startProduct(clock);
});
afterAll(() => product.remove());

interface Mail {
  to: string[];
  subject: string;
  text: string;
}

const mailbox = async (): Promise<Mail[]> =>
  (await fetch(`${product.region.endpoint}/_region/ses/messages`)).json() as Promise<Mail[]>;

const recipients = async (subject: RegExp): Promise<string[]> =>
  (await mailbox())
    .filter((mail) => subject.test(mail.subject))
    .flatMap(({ to }) => to)
    .sort();

const linkIn = ({ text }: Mail): string => /https?:\/\/\S+\/approve\/[\w-]+/.exec(text)![0];

const approvalOf = async (run: string) =>
  (await product.ledger()).find((row) => row.run === run && row.sk.startsWith('APPROVAL#'));

/** Hands in a receipt that nobody can be sure of, and lets time pass until its approvers have their mails. */
async function askedAbout(): Promise<string> {
  const { key } = await product.drop('kettle-receipt-photo.jpg');
  let run: string | undefined;
  await clock.runUntilIdle({
    until: clock.now() + HOUR,
    done: async () => {
      run = (await product.runs(key))[0]?.run;
      return run !== undefined && (await approvalOf(run))?.notifiedAt !== undefined;
    },
  });
  return run!;
}

test('an approval that nobody decides goes to the manager after two hours and to the process owner after four, then ends', async () => {
  const run = await askedAbout();
  const first = (await mailbox()).find(({ to }) => to.includes('anna.lindqvist@example.com'))!;
  expect(await recipients(/^Escalated/)).toEqual([]);

  await clock.advance(2 * HOUR + MINUTE);
  expect(await recipients(/^Escalated/)).toEqual(['marta.kowalczyk@example.com']);
  await clock.advance(2 * HOUR);
  expect(await recipients(/^Escalated/)).toEqual(['marta.kowalczyk@example.com', 'olivier.laurent@example.com']);
  expect(await approvalOf(run)).toMatchObject({
    status: 'PENDING',
    roles: ['accounts-payable', 'ap-manager', 'process-owner'],
  });

  const open = await fetch(linkIn(first));
  expect(open.status).toBe(200);
  expect(await open.text()).toMatch(/Escalated|also asked/i);

  await clock.advance(21 * HOUR);
  expect(await approvalOf(run)).toMatchObject({ status: 'EXPIRED' });
  expect((await product.runs()).find((row) => row.run === run)).toMatchObject({
    status: 'EXCEPTED',
    reason: { name: 'Expired' },
  });
  const late = await fetch(linkIn(first));
  expect(await late.text()).toMatch(/ended|expired/i);
});
