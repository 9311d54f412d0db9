import { approvalWorld, crashAt, person } from '../support/approvals.ts';

const opened = async (options: Parameters<typeof approvalWorld>[0] = {}) => {
  const world = await approvalWorld(options);
  await world.open();
  return world;
};
const to = (mails: { to: string }[]) => mails.map((mail) => mail.to);

test('an escalation asks the next role too, marks when, and leaves the first approver’s link as it was', async () => {
  const world = await opened();
  world.pass(2);
  await world.fire(0);
  expect(world.row()).toMatchObject({ status: 'PENDING', roles: ['accounts-payable', 'ap-manager'] });
  expect(world.row().escalations.map(({ sentAt }) => sentAt !== undefined)).toEqual([true, false]);
  expect(to(world.mails.slice(2))).toEqual([person('p-marta').email]);
  expect(world.mails[2]!.subject).toBe('Escalated: Check invoice G-118');
  const { person: first } = await world.enter(world.mails[0]!);
  expect(await world.decide({ id: first.id, proof: 'code' })).toMatchObject({ by: 'p-anna' });
});

test('who is asked by the escalation may decide from then on, and not before', async () => {
  const world = await opened();
  await expect(world.decide({ id: 'p-marta' })).rejects.toMatchObject({ refusal: { code: 'not-allowed' } });
  await world.fire(0);
  await world.decide({ id: 'p-marta' });
});

test('who opens the mail of an escalation before its mark is written may decide already', async () => {
  const world = await opened();
  world.crash(async (what) => {
    if (what !== 'after mail') return;
    world.crash(() => {});
    await world.decide({ id: 'p-marta' });
  });
  await world.fire(0);
  expect(world.row()).toMatchObject({ status: 'APPROVED', decision: { value: { by: 'p-marta' } } });
});

test('a timer that fires twice mails once', async () => {
  const world = await opened();
  for (const level of [0, 0, 1, 0, 1]) await world.fire(level);
  expect(to(world.mails.slice(2))).toEqual([person('p-marta').email, person('p-olivier').email]);
});

test('two levels that fire at the same moment both count', async () => {
  const world = await opened();
  await Promise.all([world.fire(0), world.fire(1)]);
  expect(world.row().roles.toSorted((a, b) => a.localeCompare(b))).toEqual([
    'accounts-payable',
    'ap-manager',
    'process-owner',
  ]);
  expect(world.row().escalations.every(({ sentAt }) => sentAt)).toBe(true);
});

test('a crash at any point of an escalation loses no mail, and its timer can be fired again', async () => {
  for (let point = 1; ; point += 1) {
    const world = await opened();
    const { io, crashed } = crashAt(point);
    world.crash(io);
    await world.fire(0).catch(() => undefined);
    world.crash(() => {});
    if (!crashed()) break;
    await world.fire(0);
    expect(world.row().roles).toEqual(['accounts-payable', 'ap-manager']);
    expect(world.row().escalations[0]!.sentAt).toBeDefined();
    expect(to(world.mails.slice(2))).toContain(person('p-marta').email);
    await world.enter(world.mails.at(-1)!);
    expect(point).toBeLessThan(60);
  }
});

test('after a decision no timer does anything', async () => {
  const world = await opened();
  await world.decide();
  const before = JSON.stringify([...world.rows]);
  for (const level of [0, 1, undefined]) await world.fire(level);
  expect(JSON.stringify([...world.rows])).toBe(before);
  expect(world.mails).toHaveLength(2);
});

test('a timer of an approval or a level that there is not does nothing', async () => {
  const world = await approvalWorld();
  await world.fire(0);
  await world.open();
  await world.fire(7);
  expect(world.mails).toHaveLength(2);
});

test('when its time is over the approval and its step say so, and the run hears of it as Expired', async () => {
  const world = await opened();
  world.pass(24);
  await world.fire();
  expect(world.row()).toMatchObject({ status: 'EXPIRED' });
  expect(world.row().gsi1pk).toMatch(/APPROVALS#EXPIRED$/);
  await world.resume();
  expect(world.answers).toMatchObject([
    { outcome: { error: 'Expired', cause: expect.stringContaining('nobody decided') } },
  ]);
});

test('an expiry that meets a decision yields', async () => {
  const world = await opened();
  world.crash(async (what) => {
    if (what !== 'before ledger.commit approval.expired') return;
    world.crash(() => {});
    await world.decide();
  });
  await world.fire();
  expect(world.row().status).toBe('APPROVED');
  expect(world.types().at(-1)).toBe('approval.decided');
});
