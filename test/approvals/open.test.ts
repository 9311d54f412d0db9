import { tokenKey } from '../../lib/engine/keys.ts';
import { settleRun } from '../../lib/engine/settle.ts';
import { approvalWorld, crashAt, person, SHOWN, START } from '../support/approvals.ts';
import { TENANT } from '../support/engine.ts';

const hours = (count: number) => new Date(START + count * 3_600_000).toISOString();

test('an approval opens with what is shown, its token sealed, timers for each level and its end, and one mail a person', async () => {
  const world = await approvalWorld();
  const row = await world.open();
  expect(world.row()).toMatchObject({
    status: 'PENDING',
    roles: ['accounts-payable'],
    dueAt: hours(2),
    expiresAt: hours(24),
  });
  expect(row.shown.value).toEqual({ title: SHOWN.title, reason: SHOWN.reason, ...SHOWN.show });
  expect([...world.timers.values()].map(({ at, event: { level } }) => [at, level])).toEqual([
    [hours(2), 0],
    [hours(4), 1],
    [hours(24), undefined],
  ]);
  expect(world.mails.map(({ to }) => to)).toEqual([person('p-anna').email, person('p-ben').email]);
  expect(world.types()).toEqual(['run.requested', 'approval.requested', 'approval.linked', 'approval.notified']);
});

test('opened again it only takes the new token: nobody is asked or timed twice', async () => {
  const world = await approvalWorld();
  const first = await world.open('token-1');
  expect(await world.open('token-2')).toMatchObject({ approval: first.approval, digest: first.digest });
  expect(world.mails).toHaveLength(2);
  expect(world.timers.size).toBe(3);
  expect(world.types().at(-1)).toBe('approval.token-renewed');
  await world.decide();
  await world.resume();
  expect(world.answers).toMatchObject([{ token: 'token-2' }]);
});

test('opened twice at the same moment it is one approval, and each token is in place or renewed', async () => {
  const world = await approvalWorld();
  await Promise.all([world.open('token-1'), world.open('token-2')]);
  const opened = world.types().filter((type) => type === 'approval.requested' || type === 'approval.token-renewed');
  expect(opened).toEqual(['approval.requested', 'approval.token-renewed']);
});

test('a decision that came before the new token reaches it', async () => {
  const world = await approvalWorld();
  await world.open('token-1');
  await world.decide();
  await world.open('token-2');
  await world.resume();
  expect(world.answers).toMatchObject([{ token: 'token-2', outcome: { output: { by: 'p-anna' } } }]);
});

test('a run that has ended opens no approval', async () => {
  const world = await approvalWorld();
  await settleRun(world.ports, { tenant: TENANT, run: world.run }, 'stop', { status: 'STOPPED' });
  await expect(world.open()).rejects.toMatchObject({ name: 'RunEnded' });
  expect(world.mails).toEqual([]);
  expect(world.types().at(-1)).toBe('run.stopped');
});

test('the end of a run ends its approval: nobody decides, no timer speaks, and the chain stays as it ended', async () => {
  const world = await approvalWorld();
  await world.open();
  await settleRun(world.ports, { tenant: TENANT, run: world.run }, 'settle', { status: 'STOPPED' });
  expect(world.row()).toMatchObject({ status: 'EXPIRED', gsi1pk: `T#${TENANT}#APPROVALS#EXPIRED` });
  await expect(world.decide()).rejects.toMatchObject({
    refusal: { code: 'expired', message: expect.stringContaining('run has ended') },
  });
  await expect(world.enter(world.mails[0]!, '00000000')).rejects.toMatchObject({ refusal: { code: 'expired' } });
  await world.fire(0);
  await world.fire();
  expect(world.types().at(-1)).toBe('run.stopped');
  expect(world.mails).toHaveLength(2);
});

test('the end that comes while the mails leave does not fail the step, and is the last entry', async () => {
  const world = await approvalWorld();
  world.crash(async (what) => {
    if (what !== 'after mail') return;
    world.crash(() => {});
    await settleRun(world.ports, { tenant: TENANT, run: world.run }, 'settle', { status: 'STOPPED' });
  });
  await world.open();
  expect(world.types().at(-1)).toBe('run.stopped');
});

test('what an approval shows has a title and a reason in words, or the step fails and says so', async () => {
  const world = await approvalWorld({ input: { title: 7, show: {} } });
  await expect(world.open()).rejects.toMatchObject({ name: 'InvalidInput', message: expect.stringContaining('title') });
});

test('a crash at any point of opening loses no mail, no timer and no decision', async () => {
  for (let point = 1; ; point += 1) {
    const { io, crashed } = crashAt(point);
    const world = await approvalWorld({ io });
    await world.open('token-1').catch(() => undefined);
    if (!crashed()) break;
    await world.open('token-2');
    const reached = world.mails.map(({ to }) => to);
    for (const id of ['p-anna', 'p-ben']) expect(reached).toContain(person(id).email);
    expect(world.timers.size).toBe(3);
    for (const mail of world.mails.slice(-2)) expect((await world.enter(mail)).row.approval).toBe(world.row().approval);
    await world.decide();
    await world.resume();
    expect(world.answers).toMatchObject([{ token: 'token-2' }]);
    expect(point).toBeLessThan(100);
  }
});

test('timers that should have fired while it was down fire soon after, in time or late but never in the past', async () => {
  const { io } = crashAt(9);
  const world = await approvalWorld({ io });
  await world.open('token-1').catch(() => undefined);
  world.timers.clear();
  world.pass(3);
  await world.open('token-2');
  const at = [...world.timers.values()].map((timer) => timer.at);
  expect(at.every((when) => when > hours(3))).toBe(true);
  expect(at).toHaveLength(3);
});

test('a role of many people is asked in full', async () => {
  const world = await approvalWorld();
  const many = Array.from({ length: 120 }, (_, i) => ({
    id: `p-${i}`,
    name: `Person ${i}`,
    email: `p${i}@example.com`,
    roles: ['accounts-payable'],
  }));
  world.ports.directory = { roles: {}, people: many };
  await world.open();
  expect(world.mails).toHaveLength(120);
  expect(world.types().filter((type) => type === 'approval.linked')).toHaveLength(3);
});

test('the token lies sealed beside the approval, never in it, in a mail or in the chain', async () => {
  const world = await approvalWorld();
  await world.open('token-of-the-step');
  const { approval } = world.row();
  const elsewhere = [...world.rows.values()].filter(({ sk }) => sk !== tokenKey(TENANT, world.run, approval).sk);
  expect(JSON.stringify([elsewhere, world.mails])).not.toContain('token-of-the-step');
});
