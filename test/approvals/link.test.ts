import fc from 'fast-check';
import { hashCode, newCode, newLinkId, printCode } from '../../lib/approvals/code.ts';
import { followLink } from '../../lib/approvals/link.ts';
import { requestMail } from '../../lib/approvals/mail.ts';
import { approvalWorld, codeIn, directory, linkIn, person, wrong } from '../support/approvals.ts';

const refusal = (code: string, more: object = {}) => ({ name: 'Refused', refusal: { code, ...more } });
const opened = async () => {
  const world = await approvalWorld();
  await world.open();
  return { ...world, mail: world.mails[0]! };
};

test('the code of the mail proves who it was sent to, spelt with or without its gap', async () => {
  const { enter, mail, rows } = await opened();
  const before = JSON.stringify([...rows]);
  expect(await enter(mail)).toMatchObject({ person: { id: 'p-anna' } });
  await enter(mail, codeIn(mail).replace(' ', '-'));
  await enter(mail, codeIn(mail).replace(' ', ''));
  expect(JSON.stringify([...rows])).toBe(before);
});

test('the code of one link opens no other', async () => {
  const { enter, mails } = await opened();
  await expect(enter(mails[0]!, codeIn(mails[1]!))).rejects.toMatchObject(refusal('wrong-code', { left: 4 }));
});

test('after four wrong codes the right one still works; after five none does', async () => {
  const { enter, mail } = await opened();
  for (const left of [4, 3, 2, 1]) {
    const told = { left, message: expect.stringContaining(left === 1 ? 'one try is left' : `${left} tries are left`) };
    await expect(enter(mail, wrong(mail))).rejects.toMatchObject(refusal('wrong-code', told));
  }
  await enter(mail);
  await expect(enter(mail, wrong(mail))).rejects.toMatchObject(refusal('too-many-codes'));
  await expect(enter(mail)).rejects.toMatchObject(refusal('too-many-codes'));
});

test('wrong codes that come at the same moment are all counted, and five lock the link', async () => {
  const { enter, mail, chain } = await opened();
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => enter(mail, wrong(mail))));
  const codes = tries.map((each) => (each.status === 'rejected' ? each.reason.refusal?.code : 'passed'));
  expect(codes.filter((code) => code === 'wrong-code')).toHaveLength(4);
  expect(codes.filter((code) => code === 'too-many-codes')).toHaveLength(16);
  const counted = chain().flatMap(({ entry }) => (entry.type === 'approval.code-refused' ? [entry.data.attempts] : []));
  expect(counted).toEqual([1, 2, 3, 4, 5]);
  await expect(enter(mail)).rejects.toMatchObject(refusal('too-many-codes'));
});

test('one person’s wrong codes lock nobody else out', async () => {
  const { enter, mails } = await opened();
  for (let i = 0; i < 6; i += 1) await enter(mails[0]!, wrong(mails[0]!)).catch(() => undefined);
  expect(await enter(mails[1]!)).toMatchObject({ person: { id: 'p-ben' } });
});

test('an approval that is over takes no codes, so that nothing follows the end of its run', async () => {
  const { enter, mail, decide, types } = await opened();
  await decide();
  await expect(enter(mail, wrong(mail))).rejects.toMatchObject(refusal('already-decided'));
  await expect(enter(mail)).rejects.toMatchObject(refusal('already-decided'));
  expect(types().at(-1)).toBe('approval.decided');
});

test('a decision that comes while a wrong code is counted is told to whoever entered it', async () => {
  const { enter, mail, decide, crash, types } = await opened();
  crash(async (what) => {
    if (what !== 'before ledger.commit approval.code-refused') return;
    crash(() => {});
    await decide();
  });
  await enter(mail, wrong(mail)).catch((error) => expect(error).toMatchObject({ name: 'Refused' }));
  expect(types().filter((type) => type === 'approval.decided')).toHaveLength(1);
});

test.each(['', 'no-such-link', '../../x', '__proto__', 'a'.repeat(10_000)])(
  'a link %.20j that was never sent leads nowhere',
  async (id) => {
    const { ports } = await opened();
    await expect(followLink(ports, id)).rejects.toMatchObject(refusal('unknown-link'));
  },
);

test('the link of somebody who has left the directory leads nowhere', async () => {
  const { enter, mail, ports } = await opened();
  ports.directory = { ...directory, people: directory.people.filter(({ id }) => id !== 'p-anna') };
  await expect(enter(mail)).rejects.toMatchObject(refusal('unknown-link'));
});

test('neither link nor code can be read from the ledger, and both are in one mail only', async () => {
  const { rows, mails, mail } = await opened();
  const ledger = JSON.stringify([...rows]);
  expect(ledger).not.toContain(linkIn(mail));
  expect(ledger).not.toContain(codeIn(mail).replace(' ', ''));
  expect(JSON.stringify(mails.slice(1))).not.toContain(linkIn(mail));
  expect(mail.key).not.toContain(linkIn(mail));
});

describe('codes', () => {
  let seed = 1;
  const random = {
    bytes: (count: number) =>
      Uint8Array.from({ length: count }, () => {
        seed = (seed * 48_271) % 2_147_483_647;
        return (seed >> 8) & 255;
      }),
  };

  test('have eight digits, each about equally likely', () => {
    const seen = Array.from({ length: 5000 }, () => newCode(random)).join('');
    expect(seen).toMatch(/^\d{40000}$/);
    for (const digit of '0123456789') {
      const share = seen.split(digit).length - 1;
      expect(share).toBeGreaterThan(3600);
      expect(share).toBeLessThan(4400);
    }
  });

  test('are printed in two groups and stored as a hash that only their link opens', () => {
    expect(printCode('12345678')).toBe('1234 5678');
    expect(hashCode('a', '1234 5678')).toBe(hashCode('a', '12345678'));
    expect(hashCode('a', '12345678')).not.toBe(hashCode('b', '12345678'));
    expect(newLinkId(random)).toMatch(/^[\w-]{32}$/);
  });
});

describe('the mail', () => {
  const row = async (title: string, reason = 'why') => {
    const world = await approvalWorld({ input: { title, reason, show: { fields: { secret: 'FIELD-VALUE' } } } });
    return world.open();
  };
  const mailOf = (shown: Awaited<ReturnType<typeof row>>, escalated = false) =>
    requestMail({
      row: shown,
      person: person('p-anna'),
      link: 'https://c.test/approve/x',
      code: '12345678',
      escalated,
    });

  test('shows no data of the document, says until when, and that opening the link changes nothing', async () => {
    const { text, html } = mailOf(await row('Check G-1'));
    expect(text + html).not.toContain('FIELD-VALUE');
    expect(text).toContain('Dear Anna Lindqvist');
    expect(text).toMatch(/Please decide by \d+ \w+ 2025, \d\d:\d\d UTC/);
    expect(text).toContain('Opening the link changes nothing');
  });

  test('keeps whatever a document calls itself out of its headers and its markup', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (name) => {
        const title = `<img src=x onerror=alert(1)>\r\nBcc: x@example.com\u2028${name}`;
        const { subject, html } = mailOf(await row(title, title), true);
        expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(subject.length).toBeLessThanOrEqual(200);
        expect(html).not.toContain('<img');
      }),
      { numRuns: 10 },
    );
  });
});
