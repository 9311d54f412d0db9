import type { Directory } from '../../lib/policy/directory.ts';
import { approvalWorld, codeIn } from '../support/approvals.ts';

const person = (id: string, role: string, delegate?: string) => ({
  id,
  name: id,
  email: `${id}@example.com`,
  roles: [role],
  ...(delegate && { delegate }),
});
const PEOPLE: Directory = {
  roles: { clerk: '', manager: '', owner: '' },
  people: [
    person('p-anna', 'clerk', 'p-ben'),
    person('p-ben', 'clerk'),
    person('p-carl', 'clerk'),
    person('p-dora', 'manager'),
    person('p-emil', 'owner'),
  ],
};
const CLERKS = { approvers: { role: 'clerk' }, escalate: [], form: undefined };
const world = (more: Parameters<typeof approvalWorld>[0]) =>
  approvalWorld({ people: PEOPLE, ...more, settings: { ...CLERKS, ...more?.settings } as never });
type Made = Awaited<ReturnType<typeof world>>;
const asked = ({ mails }: Made) => mails.map(({ to }) => to.split('@')[0]);
const by = (id: string) => ({ person: PEOPLE.people.find((each) => each.id === id)! });

test('who started the run, and who stands in for them, is not asked', async () => {
  const made = await world({ initiator: 'p-anna', settings: { separateFrom: ['initiator'] } });
  await made.open();
  expect(asked(made)).toEqual(['p-carl']);
});

test('a decision of theirs is refused with a sentence, and that they tried is on record', async () => {
  const made = await world({ initiator: 'p-anna', settings: { separateFrom: ['initiator'] } });
  await made.open();
  await expect(made.decide(by('p-ben'))).rejects.toThrow(
    'p-ben may not decide this. They stand in for whoever has started this run, or the other way round.',
  );
  const refused = made.chain().at(-1)!.entry;
  expect([refused.type, refused.actor, refused.data.reason]).toEqual([
    'approval.refused',
    'person:p-ben',
    'separation-of-duties',
  ]);
  expect(made.row().status).toBe('PENDING');
  expect((await made.decide(by('p-carl'))).by).toBe('p-carl');
});

test('who decided an earlier approval does not decide a later one that is kept from it', async () => {
  const made = await world({});
  await made.open();
  await made.decide(by('p-carl'));
  made.mails.length = 0;
  await made.open('token-2', 'sign', { separateFrom: ['review'] });
  expect(asked(made)).toEqual(['p-anna', 'p-ben']);
});

test('who answers for an agent does not decide on what it has said', async () => {
  const made = await world({
    owners: { extract: 'clerk' },
    settings: { separateFrom: ['extract'], approvers: { role: 'manager' } },
  });
  await made.open();
  expect(made.row().barred).toEqual([{ from: 'extract', role: 'clerk' }]);
  expect(asked(made)).toEqual(['p-dora']);
});

test('where nobody is left, of the first and of all who would be asked later, the request fails by name', async () => {
  const made = await world({ owners: { extract: 'clerk' }, settings: { separateFrom: ['extract'] } });
  await expect(made.open()).rejects.toMatchObject({
    name: 'NoEligibleApprover',
    message: 'nobody of clerk may decide review; all of them had a hand in extract',
  });
  expect(made.mails).toEqual([]);
});

test('where somebody is left for later, the request waits for them', async () => {
  const escalate = [{ after: 60, to: { role: 'manager' } }];
  const made = await world({ owners: { extract: 'clerk' }, settings: { separateFrom: ['extract'], escalate } });
  await made.open();
  expect(asked(made)).toEqual([]);
  await made.fire(0);
  expect(asked(made)).toEqual(['p-dora']);
});

test('one address that the mail service refuses keeps nobody else from deciding', async () => {
  const made = await world({ refuses: /p-ben/ });
  await made.open();
  expect(asked(made)).toEqual(['p-anna', 'p-carl']);
  const { data } = made.chain().at(-1)!.entry;
  expect(data).toMatchObject({ people: ['p-anna', 'p-carl'], unreachable: ['p-ben'] });
  expect(codeIn(made.mails[0]!)).toMatch(/\d/);
});

test('where it refuses all of them the opening fails', async () => {
  const made = await world({ refuses: /./ });
  await expect(made.open()).rejects.toMatchObject({ name: 'MessageRejected' });
});

test('with a calendar, due dates and the end count open hours only', async () => {
  const hours = {
    mon: ['09:00-17:00'],
    tue: ['09:00-17:00'],
    wed: ['09:00-17:00'],
    thu: ['09:00-17:00'],
    fri: ['09:00-17:00'],
  };
  const calendar = { timezone: 'UTC', hours: { ...hours, sat: [], sun: [] }, holidays: [] };
  // It is opened on Thursday, 9 October 2025, 08:53.
  const made = await world({ settings: { calendar, sla: 9 * 3600, timeout: 24 * 3600 } });
  await made.open();
  expect([made.row().dueAt, made.row().expiresAt]).toEqual(['2025-10-10T10:00:00.000Z', '2025-10-13T17:00:00.000Z']);
});

test('an approval that is withdrawn tells the truth and takes no decision', async () => {
  const { withdraw } = await import('../../lib/approvals/withdraw.ts');
  const made = await world({});
  await made.open();
  await withdraw(made.ports, { run: made.run, steps: new Set(['review']) });
  expect(made.types().at(-1)).toBe('approval.withdrawn');
  await expect(made.decide(by('p-carl'))).rejects.toThrow('the run has gone on without this decision');
});
