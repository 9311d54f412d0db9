import { codeIn, linkIn, SHOWN, wrong } from '../support/approvals.ts';
import { controlWorld, routes } from '../support/control.ts';

const shapeOf = (operation: string) => routes.find((route) => route.operation === operation)!.result;
const opened = async () => {
  const world = await controlWorld();
  await world.open();
  const { run, approval } = world.row();
  const path = `/v1/approvals/${run}.${approval}`;
  const mail = world.mails[0]!;
  const { digest } = (await world.call('GET', path)).body;
  const request = { decision: 'approve', digest, link: `https://x/approve/${linkIn(mail)}`, code: codeIn(mail) };
  return {
    ...world,
    path,
    mail,
    decide: (more: object = {}) => world.call('POST', `${path}/decision`, { json: { ...request, ...more } }),
  };
};

test('an approval is listed while it is pending, and shown with all that is decided on', async () => {
  const world = await opened();
  const list = await world.call('GET', '/v1/approvals');
  expect(list.body.items).toMatchObject([
    { title: 'Check invoice G-118', status: 'PENDING', roles: ['accounts-payable'] },
  ]);
  shapeOf('listApprovals').parse(list.body);
  const shown = await world.call('GET', world.path);
  expect(shown.body).toMatchObject({
    fields: { total: '268.00' },
    confidence: { total: 0.6 },
    digest: world.row().digest,
  });
  shapeOf('showApproval').parse(shown.body);
  await world.decide();
  expect((await world.call('GET', '/v1/approvals')).body.items).toEqual([]);
  expect((await world.call('GET', '/v1/approvals', { query: { status: 'APPROVED' } })).body.items).toHaveLength(1);
});

test('what is advised, and what that rests on, is shown and part of what is decided on', async () => {
  const advised = { recommendation: { advice: 'approve' }, evidence: { rules: ['large-usual'] } };
  const shownIn = async (more: object) => {
    const world = await controlWorld({}, { input: { ...SHOWN, show: { ...SHOWN.show, ...more } } });
    await world.open();
    const { run, approval } = world.row();
    return (await world.call('GET', `/v1/approvals/${run}.${approval}`)).body;
  };
  const shown = await shownIn(advised);
  expect(shown).toMatchObject(advised);
  shapeOf('showApproval').parse(shown);
  expect((await shownIn({ ...advised, evidence: { rules: [] } })).digest).not.toBe(shown.digest);
});

test('a decision by link and code is taken, once', async () => {
  const { decide, row } = await opened();
  expect(await decide()).toMatchObject({
    status: 200,
    body: { status: 'APPROVED', decision: { by: 'p-anna', proof: 'code' } },
  });
  expect(row().status).toBe('APPROVED');
  expect(await decide()).toMatchObject({ status: 409, body: { type: '/problems/already-decided' } });
});

test.each<[string, object, number, string]>([
  ['a link that was never sent', { link: 'nowhere' }, 404, 'unknown-link'],
  ['another digest', { digest: 'f'.repeat(64) }, 409, 'changed'],
  ['a rejection without a reason', { decision: 'reject' }, 422, 'comment-missing'],
  ['fields that do not fit', { fields: { total: 'much' } }, 422, 'invalid-fields'],
  ['a decision that is none', { decision: 'maybe' }, 400, 'invalid-request'],
  ['a comment of a novel', { decision: 'reject', comment: 'x'.repeat(2001) }, 400, 'invalid-request'],
])('%s decides nothing', async (_, more, status, type) => {
  const { decide, row } = await opened();
  expect(await decide(more)).toMatchObject({ status, body: { type: `/problems/${type}` } });
  expect(row().status).toBe('PENDING');
});

test('a wrong code says how many tries are left, and after five there are none', async () => {
  const { decide, mail } = await opened();
  for (const left of [4, 3, 2, 1])
    expect(await decide({ code: wrong(mail) })).toMatchObject({
      status: 403,
      body: { type: '/problems/wrong-code', left },
    });
  expect(await decide({ code: wrong(mail) })).toMatchObject({
    status: 429,
    body: { type: '/problems/too-many-codes' },
  });
  expect(await decide()).toMatchObject({ status: 429 });
});

test('after its time an approval is gone', async () => {
  const { decide, pass } = await opened();
  pass(25);
  expect(await decide()).toMatchObject({ status: 410, body: { type: '/problems/expired' } });
});

test('a link of another approval decides nothing here', async () => {
  const world = await opened();
  const { run } = world.row();
  const other = `/v1/approvals/${run}.${'c'.repeat(32)}/decision`;
  const json = { decision: 'approve', digest: 'x', link: linkIn(world.mail), code: codeIn(world.mail) };
  expect(await world.call('POST', other, { json })).toMatchObject({
    status: 403,
    body: { type: '/problems/wrong-link' },
  });
});

test('no answer holds a row of the ledger', async () => {
  const { decide, logged } = await opened();
  await decide();
  await decide();
  expect(logged.join()).not.toMatch(/"pk"|"salt"|codeHash|gsi1pk/);
});
