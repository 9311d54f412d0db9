import type { ApprovalRow } from '../../../lib/approvals/row.ts';
import { decisionOf } from '../../../lib/approvals/row.ts';
import { settleRun } from '../../../lib/engine/settle.ts';
import { chainOf, TENANT } from '../../support/engine.ts';
import { FIELDS, formIn, PIXEL, webWorld } from '../../support/web.ts';

const HOUR = 3_600_000;

async function opened(given: Parameters<ReturnType<typeof webWorld>['openReview']>[0] = {}) {
  const world = webWorld();
  const review = await world.openReview(given);
  const [anna, ben] = review.letters as [(typeof review.letters)[0], (typeof review.letters)[0]];
  const page = await world.ask('GET', anna.path);
  const form = formIn(page.text);
  const row = () => world.rows.get(`${review.row.pk}|${review.row.sk}`) as ApprovalRow;
  const decide = (extra: Record<string, string>, who = anna) =>
    world.ask('POST', who.path, { form: { ...form, code: who.code, decision: 'approve', ...extra } });
  return { world, ...review, anna, ben, page, form, now: row, decide };
}

const decidedIn = (rows: Map<string, never>) =>
  chainOf(rows as never).filter(({ entry }) => entry.type === 'approval.decided').length;

test('a link shows the document, the fields, how sure they are, and why a person is asked', async () => {
  const { page } = await opened();
  expect(page.status).toBe(200);
  for (const shown of [
    'Check grange.pdf',
    'Grange &amp; Sons &lt;Ltd&gt;',
    '62 % sure: check',
    'Due in 2 h',
    'should be 258.00',
    'Marta Kowalczyk',
    '/page/2"',
  ])
    expect(page.text).toContain(shown);
});

test('no page, header or mail holds the task token, and no page holds a code or the link of somebody else', async () => {
  const { world, page, anna, ben, decide } = await opened();
  const after = await decide({ code: '0000 0000' });
  const texts = [page, after].map((reply) => reply.text + JSON.stringify(reply.headers));
  for (const text of [...texts, ...world.mails.map(({ text, html }) => text + html)])
    expect(text).not.toContain('THE-TASK-TOKEN');
  for (const text of texts) {
    expect(text).not.toContain(ben.path);
    expect(text).not.toContain(anna.code.replace(' ', ''));
    expect(text).not.toContain(anna.code);
  }
});

test('a page is never stored, framed or indexed, tells nobody its address, and runs no script', async () => {
  const { headers, text } = (await opened()).page;
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': expect.any(String),
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; style-src 'sha256-[^']+'; .*form-action 'self'.*frame-ancestors 'none'$/,
    ),
  });
  expect(text).not.toMatch(/<script|javascript:|\son\w+=|\sstyle=/i);
});

test('pictures come by their number in what is shown, and no other', async () => {
  const { world, anna } = await opened();
  const image = await world.ask('GET', `${anna.path}/page/2`);
  expect([image.status, image.headers['content-type'], image.body]).toEqual([200, 'image/png', PIXEL]);
  expect((await world.ask('GET', `${anna.path}/page/3`)).status).toBe(404);
  expect((await world.ask('GET', `${anna.path}/page/0`)).status).toBe(404);
});

test('1,000 requests of scanners change nothing', async () => {
  const { world, anna, form } = await opened();
  const before = JSON.stringify([...world.rows]);
  const kinds = [
    () => world.ask('GET', anna.path),
    () => world.ask('HEAD', anna.path),
    () => world.ask('OPTIONS', anna.path),
    () => world.ask('GET', anna.path, { headers: { 'sec-purpose': 'prefetch' } }),
    () => world.ask('GET', `${anna.path}?decision=approve&code=${anna.code}`),
    () => world.ask('POST', anna.path, { form: { ...form, decision: 'look' } }),
    () => world.ask('POST', anna.path, { form: { ...form, decision: 'more' } }),
    // From elsewhere, even with the right code.
    () =>
      world.ask('POST', anna.path, {
        form: { ...form, decision: 'approve', code: anna.code },
        headers: { 'sec-fetch-site': 'cross-site' },
      }),
    () =>
      world.ask('POST', anna.path, {
        form: { ...form, decision: 'approve', code: anna.code },
        headers: { 'sec-fetch-site': undefined, origin: 'null' },
      }),
    () => world.ask('PUT', anna.path, { form: { decision: 'approve', code: anna.code } }),
  ];
  for (let i = 0; i < 1000; i += 1) await kinds[i % kinds.length]!();
  expect(JSON.stringify([...world.rows])).toBe(before);
  expect(world.reported).toEqual([]);
});

test('posts without a code decide nothing, and soon the link takes no codes at all', async () => {
  const { world, decide, now, anna } = await opened();
  const replies = [];
  for (let i = 0; i < 6; i += 1) replies.push(await decide({ code: i % 2 ? '' : '1234 5678' }));
  expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403, 429, 429]);
  expect(replies[0]!.text).toContain('4 tries are left');
  expect((await decide({})).status).toBe(429);
  expect((await world.ask('GET', anna.path)).text).toContain('takes no more codes');
  expect(now().status).toBe('PENDING');
});

test('a form from one of our pages is told from one from elsewhere, also in an old browser', async () => {
  const { world, anna, form } = await opened();
  const send = (headers: Record<string, string | undefined>) =>
    world.ask('POST', anna.path, {
      form: { ...form, decision: 'look' },
      headers: { 'sec-fetch-site': undefined, ...headers },
    });
  expect((await send({})).status).toBe(403);
  expect((await send({ origin: 'https://evil.test' })).status).toBe(403);
  expect((await send({ origin: 'https://countersign.test' })).status).toBe(200);
  expect((await send({ 'sec-fetch-site': 'same-site', origin: 'https://countersign.test' })).status).toBe(403);
});

test('approving with the code decides, and the same link tells who did', async () => {
  const { world, anna, ben, decide, now } = await opened();
  const reply = await decide({});
  expect([reply.status, reply.headers.location]).toEqual([303, anna.path]);
  expect(decisionOf(now())).toEqual({
    decision: 'approve',
    by: 'p-anna',
    proof: 'code',
    fields: FIELDS,
    at: expect.any(String),
  });
  expect((await world.ask('GET', anna.path)).text).toContain('Approved by you');
  const other = await world.ask('GET', ben.path);
  expect(other.text).toContain('Approved by Anna Lindqvist');
  expect(other.text).not.toContain('name="decision"');
});

test('corrections are approved as corrected; a rejection keeps what was shown', async () => {
  const first = await opened();
  await first.decide({ 'f.total': '258.00' });
  expect(decisionOf(first.now())!.fields).toEqual({ ...FIELDS, total: '258.00' });
  const second = await opened();
  expect((await second.decide({ decision: 'reject' })).status).toBe(422);
  await second.decide({ decision: 'reject', comment: 'Not ours', 'f.total': '258.00' });
  expect(decisionOf(second.now())).toMatchObject({ decision: 'reject', comment: 'Not ours', fields: FIELDS });
});

test('fields that do not fit are told at the field, and what was typed is kept', async () => {
  const { decide, now } = await opened();
  const reply = await decide({ 'f.total': 'a lot', 'f.number': 'G-1', comment: 'hm' });
  expect(reply.status).toBe(422);
  expect(reply.text).toMatch(/role="alert".*href="#f\.total"/s);
  expect(reply.text).toMatch(/value="a lot"[^>]*aria-invalid="true" aria-describedby="f\.total-problem"/);
  expect(reply.text).toContain('value="G-1"');
  expect(reply.text).toContain('>hm</textarea>');
  expect(now().status).toBe('PENDING');
});

test('a field that the page does not have is an error, not ignored', async () => {
  const { decide, now } = await opened();
  for (const name of ['f.totl', 'approved', 'f.confidence.total']) {
    const reply = await decide({ [name]: '1' });
    expect([reply.status, reply.text.includes(name)]).toEqual([422, true]);
  }
  expect(now().status).toBe('PENDING');
});

test('what is no form, or too large, or nothing we know, is told by its status', async () => {
  const { world, anna, form } = await opened();
  const post = (options: object) => world.ask('POST', anna.path, options);
  expect((await post({ body: Buffer.from('{}'), headers: { 'content-type': 'application/json' } })).status).toBe(415);
  expect((await post({ form: { ...form, comment: 'x'.repeat(300_000) } })).status).toBe(413);
  expect((await post({ form: { ...form, decision: 'maybe' } })).status).toBe(422);
  expect((await world.ask('POST', '/approve/unknown', { form })).status).toBe(404);
  expect((await world.ask('GET', '/approve/unknown')).text).toContain('leads nowhere');
  expect((await world.ask('PUT', anna.path)).headers.allow).toBe('GET, HEAD, POST');
  expect((await world.ask('GET', '/nothing')).status).toBe(404);
});

test('100 people deciding at once decide once', async () => {
  const { world, decide, anna, ben } = await opened();
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      decide(i % 2 ? { decision: 'reject', comment: 'no, not ours' } : {}, i % 3 ? anna : ben),
    ),
  );
  const statuses = replies.map(({ status }) => status);
  expect(statuses.filter((status) => status === 303)).toHaveLength(1);
  expect(statuses.filter((status) => status === 409)).toHaveLength(99);
  expect(decidedIn(world.rows as never)).toBe(1);
  expect(world.reported).toEqual([]);
});

test('100 wrong codes at once are five, and then none', async () => {
  const { world, decide, link } = await opened().then((all) => ({
    ...all,
    link: () => [...all.world.rows.values()].find(({ sk, person }) => sk === 'LINK' && person === 'p-anna')!,
  }));
  const replies = await Promise.all(Array.from({ length: 100 }, () => decide({ code: '0000 0001' })));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([403, 429]));
  expect(link().attempts).toBe(5);
  expect(world.reported).toEqual([]);
});

test('a decision sent again is refused, and the page tells the truth', async () => {
  const { decide } = await opened();
  await decide({});
  const again = await decide({});
  expect(again.status).toBe(409);
  expect(again.text).toContain('Approved by you');
});

test('after its time nothing can be decided, before the timer fires and after', async () => {
  const { world, row, anna, decide } = await opened();
  world.pass(24 * HOUR);
  expect((await decide({})).status).toBe(410);
  await world.expire(row);
  const reply = await decide({});
  expect([reply.status, reply.text.includes('The time for this decision is over')]).toEqual([410, true]);
  expect((await world.ask('GET', anna.path)).status).toBe(200);
});

test('after an escalation the first link still tells the truth, and still decides', async () => {
  const { world, row, anna, decide } = await opened();
  world.pass(2 * HOUR + 60_000);
  await world.escalate(row);
  const { text } = await world.ask('GET', anna.path);
  expect(text).toContain('Overdue by 1 min');
  expect(text).toMatch(/<dt>Escalated<\/dt><dd>Marta Kowalczyk/);
  expect((await decide({})).status).toBe(303);
});

test('when the run has ended otherwise, the link says so and decides nothing', async () => {
  const { world, run, anna, decide } = await opened();
  await settleRun(world.ports, { tenant: TENANT, run }, 'stop', { status: 'STOPPED' });
  const reply = await decide({});
  expect([reply.status, reply.text.includes('The run has ended without this decision')]).toEqual([410, true]);
  expect((await world.ask('GET', anna.path)).text).toContain('ended without this decision');
});

test.each([
  [
    'what is shown',
    (row: ApprovalRow) => ({
      ...row,
      shown: { ...row.shown, value: { ...(row.shown.value as object), title: 'Check grange.pdF' } },
    }),
  ],
  ['the form', (row: ApprovalRow) => ({ ...row, form: { ...row.form, title: 'x' } })],
  ['who is asked', (row: ApprovalRow) => ({ ...row, roles: ['process-owner', 'accounts-payable'] })],
  ['its end', (row: ApprovalRow) => ({ ...row, expiresAt: '2026-01-01T00:00:00.000Z' })],
])('a change of %s since the page was opened is refused, and shown', async (_, change) => {
  const { world, now, decide } = await opened();
  const row = change(now());
  world.rows.set(`${row.pk}|${row.sk}`, row as never);
  const reply = await decide({});
  expect([reply.status, reply.text.includes('has changed since you opened it')]).toEqual([409, true]);
  expect(now().status).toBe('PENDING');
});

test('other policies than when the page was opened are a change too', async () => {
  const { world, decide } = await opened();
  const { policies, policy } = world.ports;
  const bundle = 'f'.repeat(64);
  world.ports.policies = { ...policies, hash: bundle };
  world.ports.policy = { decide: (request) => ({ ...policy.decide(request), bundle }) };
  expect((await decide({})).status).toBe(409);
});

test('nobody decides on what they have asked for themselves, though they have the link and the code', async () => {
  const { decide, now, ben } = await opened({ initiator: 'p-anna' });
  const reply = await decide({});
  expect([reply.status, reply.text.includes('may not decide')]).toEqual([403, true]);
  expect(now().status).toBe('PENDING');
  expect((await decide({}, ben)).status).toBe(303);
});

test('a link that was passed on decides nothing without its own code', async () => {
  const { world, decide, anna, ben, now } = await opened();
  expect((await decide({ code: ben.code })).status).toBe(403);
  const cookie = await world.signIn('ben.okafor@example.com');
  const asBen = await world.ask('POST', anna.path, {
    form: { ...formIn((await world.ask('GET', anna.path, { cookie })).text), decision: 'approve' },
    cookie,
  });
  expect(asBen.status).toBe(403);
  expect(now().status).toBe('PENDING');
});

test('the person whom it was sent to may be signed in instead', async () => {
  const { world, anna, now } = await opened();
  const cookie = await world.signIn('anna.lindqvist@example.com');
  const { text } = await world.ask('GET', anna.path, { cookie });
  expect(text).not.toContain('name="code"');
  expect(
    (await world.ask('POST', anna.path, { form: { ...formIn(text), csrf: 'x', decision: 'approve' }, cookie })).status,
  ).toBe(403);
  expect((await world.ask('POST', anna.path, { form: { ...formIn(text), decision: 'approve' }, cookie })).status).toBe(
    303,
  );
  expect(decisionOf(now())).toMatchObject({ by: 'p-anna', proof: 'session' });
});

test('pressing the button for more lines shows the page with more of them, and what was typed', async () => {
  const { world, anna, form } = await opened();
  const more = await world.ask('POST', anna.path, {
    form: { ...form, 'f.lines.2.description': 'Glue', decision: 'more' },
  });
  expect(more.status).toBe(200);
  expect(more.text).toContain('value="Glue"');
  expect(more.text).toContain('name="f.lines.6.amount"');
});
