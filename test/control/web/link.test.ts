import { decisionOf } from '../../../lib/approvals/row.ts';
import { STYLE } from '../../../lib/control/web/style.ts';
import { FIELDS, formIn, PIXEL } from '../../support/web.ts';
import { HOUR, opened } from '../../support/web-review.ts';

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

test('what a rule or a model advises stands apart from the facts, with what it rests on, and is no markup', async () => {
  const { page, world, decide } = await opened({
    show: {
      recommendation: { advice: 'look-closely', confidence: 0.4 },
      evidence: { because: 'From 10,000 USD <on>', orders: ['PO-1', 'PO-2'], preferred: false },
    },
  });
  for (const told of ['What is advised', 'look-closely', 'From 10,000 USD &lt;on&gt;', '<li>PO-2</li>', '<dd>no</dd>'])
    expect(page.text).toContain(told);
  expect((await decide({})).status).toBe(303);
  expect(world.reported).toEqual([]);
  expect((await opened()).page.text).not.toContain('What is advised');
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
  const { text } = await first.world.ask('GET', first.anna.path);
  expect(text.split('corrected, was ')).toHaveLength(2);
  expect(text).toContain('corrected, was 268.00');
  const second = await opened();
  expect((await second.decide({ decision: 'reject' })).status).toBe(422);
  await second.decide({ decision: 'reject', comment: 'Not ours', 'f.total': '258.00' });
  expect(decisionOf(second.now())).toMatchObject({ decision: 'reject', comment: 'Not ours', fields: FIELDS });
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

test('the style sheet stays under 4 KB', () => expect(Buffer.byteLength(STYLE)).toBeLessThan(4096));
