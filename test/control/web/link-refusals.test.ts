import type { ApprovalRow } from '../../../lib/approvals/row.ts';
import { settleRun } from '../../../lib/engine/settle.ts';
import { TENANT } from '../../support/engine.ts';
import { HOUR, opened } from '../../support/web-review.ts';

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
