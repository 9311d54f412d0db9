import type { Entry, Payables } from '../../../lib/aws/payables.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';
import { check } from '../../../statemachines/document-processing/tools/check-arithmetic.ts';
import { placeIn, safeName } from '../../../statemachines/document-processing/tools/document.ts';
import { findDuplicates } from '../../../statemachines/document-processing/tools/find-duplicates.ts';
import { compose } from '../../../statemachines/document-processing/tools/notify-parties.ts';
import { release } from '../../../statemachines/document-processing/tools/release-payment.ts';
import { reserve } from '../../../statemachines/document-processing/tools/reserve-payment.ts';
import { screen } from '../../../statemachines/document-processing/tools/screen-counterparty.ts';
import { spell } from '../../../statemachines/document-processing/tools/supplier.ts';

const call = <Input>(input: Input, key = 'k1'): EffectCall<Input> => ({
  input,
  key,
  step: 's',
  run: { id: 'r1', workflow: 'w', startedAt: '', machine: '' },
  signal: new AbortController().signal,
  spend: () => {},
  left: () => Number.POSITIVE_INFINITY,
  note: () => {},
});

/** Books in memory with the rules of the real ones. */
function memoryBooks() {
  const entries = new Map<string, Entry>();
  const idOf = ({ supplier, invoice }: Pick<Entry, 'supplier' | 'invoice'>) => `${supplier}|${invoice}`;
  const books: Payables = {
    reserve: async (entry) => {
      const held = entries.get(idOf(entry));
      if (held && held.status === 'reserved' && held.key !== entry.key) return false;
      entries.set(idOf(entry), entry);
      return true;
    },
    release: async (entry, reason) => {
      const held = entries.get(idOf(entry));
      if (held?.key !== entry.key) return false;
      entries.set(idOf(entry), { ...held, status: 'released', reason });
      return true;
    },
    entriesOf: async (supplier) => [...entries.values()].filter((entry) => entry.supplier === supplier),
  };
  return { books, entries };
}

const INVOICE = { supplier: 'Müller & Söhne GmbH', number: 'RE-1/26', amountMinor: 11_900, currency: 'EUR' };
const LOOK = { supplier: { name: 'MULLER SOHNE GMBH' }, number: 're 1 26' };

describe('payables', () => {
  test('the same key reserves once; another run’s key is told that the invoice is taken', async () => {
    const { books, entries } = memoryBooks();
    const first = await reserve(call(INVOICE), books);
    expect(await reserve(call(INVOICE), books)).toEqual(first);
    await expect(reserve(call(INVOICE, 'k2'), books)).rejects.toMatchObject({ name: 'DuplicateInvoice' });
    expect(entries.size).toBe(1);
  });

  test('a duplicate is found under another spelling, until it is released', async () => {
    const { books } = memoryBooks();
    expect(await findDuplicates(call(LOOK), books)).toEqual({ searched: 0 });
    const { reservation } = await reserve(call(INVOICE), books);
    await expect(findDuplicates(call(LOOK), books)).rejects.toMatchObject({ name: 'DuplicateInvoice' });
    await release(call({ reservation, reason: 'rejected' }), books);
    expect(await findDuplicates(call(LOOK), books)).toEqual({ searched: 1 });
  });

  test('releasing twice is releasing once; releasing what is not held is an error', async () => {
    const { books } = memoryBooks();
    const { reservation } = await reserve(call(INVOICE), books);
    const asked = call({ reservation, reason: 'x' });
    expect([await release(asked, books), await release(asked, books)]).toEqual([
      { released: true },
      { released: true },
    ]);
    for (const other of ['nonsense', `${reservation}x`]) {
      await expect(release(call({ reservation: other, reason: 'x' }), books)).rejects.toMatchObject({
        name: 'UnknownReservation',
      });
    }
  });
});

describe('checking', () => {
  const sure = { documentType: 1, supplier: 1, customer: 1, number: 1, issueDate: 1, currency: 1, lines: 1, total: 1 };
  const fields = {
    documentType: 'invoice' as const,
    supplier: { name: 'M' },
    customer: {},
    number: '1',
    issueDate: '2026-01-01',
    currency: 'EUR',
    lines: [{ description: 'a', quantity: '2', unitPrice: '50.00', amount: '100.00' }],
    tax: '19.00',
    total: '119.00',
    confidence: sure as never,
  };

  test('gives the total in minor units of its currency', async () => {
    expect(await check(call({ fields }))).toMatchObject({
      agrees: true,
      uncertain: [],
      amountMinor: 11_900,
      lowest: 1,
    });
    const yen = { ...fields, currency: 'JPY', lines: [], tax: null, total: '1200' };
    expect(await check(call({ fields: yen }))).toMatchObject({ amountMinor: 1200 });
  });

  test('says in sentences what a person should look at', async () => {
    const doubtful = { ...fields, total: '120.00', confidence: { ...sure, number: 0.62 } as never };
    const { reasons, uncertain } = (await check(call({ fields: doubtful }))) as {
      reasons: string[];
      uncertain: string[];
    };
    expect(uncertain).toEqual(['number']);
    expect(reasons.join(' ')).toMatch(/119\.00.*120\.00.*number was read with 62 %/);
  });

  test('a letter is no invoice', async () => {
    await expect(check(call({ fields: { ...fields, documentType: 'letter' } }))).rejects.toMatchObject({
      name: 'NotAnInvoice',
    });
  });

  test('a sum with more decimals than its currency has is no amount', async () => {
    expect(await check(call({ fields: { ...fields, lines: [], tax: null, total: '1.005' } }))).toMatchObject({
      amountMinor: null,
    });
  });
});

test.each([
  ['Northwind Shadow Trading, LLC', 'IR', { sanctioned: true, country: 'IR' }],
  ['  Müller & Söhne   GmbH ', 'DE', { supplier: 'MULLER SOHNE GMBH', residency: 'EU', sanctioned: false }],
  ['Acme Inc.', 'US', { supplier: 'ACME INC', country: 'US' }],
  ['Acme Inc.', null, { supplier: 'ACME INC', sanctioned: false }],
])('screening spells %s as lists do', (name, country, expected) => {
  const found = screen({ name, country }, ['NORTHWIND SHADOW TRADING LLC']);
  expect(found).toMatchObject(expected);
  if (country === 'US' || country === null) expect(found).not.toHaveProperty('residency');
});

test('a name is spelt the same however it is written', () => {
  expect(spell('Émile  O’Brien—Co.')).toBe('EMILE O BRIEN CO');
});

test.each(['../../etc/passwd', 'a\r\nBcc: x.pdf', '<script>.pdf', '.pdf', `${'x'.repeat(300)}.pdf`])(
  'a document’s name carries no signs of its own: %j',
  (name) => {
    expect(safeName(name)).toMatch(/^[\p{L}\p{N}._ -]{1,110}$/u);
    expect(placeIn('rejected', { digest: 'd', name }).split('/')).toHaveLength(3);
  },
);

test('a mail has a subject of one line, whatever a document is called', () => {
  const person = { id: 'p', name: 'A', email: 'a@example.com', roles: ['accounts-payable'] };
  const directory = { roles: { 'accounts-payable': '' }, people: [person] };
  const mail = compose(
    call({ outcome: 'rejected', role: 'accounts-payable', name: 'a', number: '1\r\nBcc: x', reason: 'why' }),
    directory,
  );
  expect(mail).toMatchObject({ to: ['a@example.com'], key: 'k1', subject: 'Document rejected: 1 Bcc: x' });
  expect(mail.text).toContain('Reason: why');
});
