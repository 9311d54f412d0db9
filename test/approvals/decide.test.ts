import fc from 'fast-check';
import { approvalDigest } from '../../lib/approvals/digest.ts';
import { runKey, stepKey } from '../../lib/engine/keys.ts';
import { makeBundle } from '../../lib/policy/bundle.ts';
import { cedar } from '../../lib/policy/cedar.ts';
import { approvalWorld, person, policies } from '../support/approvals.ts';
import { TENANT } from '../support/engine.ts';

const opened = async (options: Parameters<typeof approvalWorld>[0] = {}) => {
  const world = await approvalWorld(options);
  await world.open();
  return world;
};
const refusal = (code: string, more: object = {}) => ({ name: 'Refused', refusal: { code, ...more } });

test('a decision changes the approval and the step in one entry, by who decided and how they proved it', async () => {
  const world = await opened();
  const decision = await world.decide({ comment: '  fine  ', fields: { total: '269.00' } });
  expect(decision).toMatchObject({ decision: 'approve', by: 'p-anna', proof: 'session', comment: 'fine' });
  expect(world.row()).toMatchObject({ status: 'APPROVED', decision: { value: decision } });
  expect(world.rows.get(Object.values(stepKey(TENANT, world.run, 'review')).join('|'))).toMatchObject({
    status: 'DONE',
    output: { value: decision },
  });
  expect(world.chain().at(-1)!.entry).toMatchObject({
    type: 'approval.decided',
    actor: 'person:p-anna',
    data: { decision: 'approve', proof: 'session', corrected: true, policy: { bundle: policies.hash } },
  });
});

test('fields as shown are not corrected, whatever the order of their names', async () => {
  const world = await opened();
  await world.decide({ fields: { number: 'G-118', total: '268.00' } });
  expect(world.chain().at(-1)!.entry.data.corrected).toBe(false);
});

test('of a hundred decisions at the same moment one is taken, and each other is told that it was', async () => {
  const world = await opened();
  const attempts = Array.from({ length: 100 }, (_, i) =>
    world.decide({ id: i % 2 ? 'p-anna' : 'p-ben', decision: i % 3 ? 'approve' : 'reject', comment: 'because' }),
  );
  const outcomes = await Promise.allSettled(attempts);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const lost = outcomes.flatMap((each) =>
    each.status === 'rejected' ? [each.reason.refusal?.code ?? each.reason] : [],
  );
  expect(new Set(lost)).toEqual(new Set(['already-decided']));
  expect(world.types().filter((type) => type === 'approval.decided')).toHaveLength(1);
});

test('who comes later is told that it has been decided, and by whom stands in the approval', async () => {
  const world = await opened();
  const seen = world.row();
  await world.decide({ id: 'p-ben', decision: 'reject', comment: 'not ours' });
  const later = { refusal: { code: 'already-decided', row: { decision: { value: { by: 'p-ben' } } } } };
  await expect(world.decide({}, world.row())).rejects.toMatchObject(later);
  await expect(world.decide({}, seen)).rejects.toMatchObject(later);
});

test('after its time nothing is decided, at the very moment neither', async () => {
  const world = await opened();
  world.pass(24);
  await expect(world.decide()).rejects.toMatchObject(refusal('expired'));
  expect(world.row().status).toBe('PENDING');
});

test('a rejection needs a reason, and takes no corrections', async () => {
  const world = await opened();
  for (const comment of [undefined, '', '  a ', '\n\n\n'])
    await expect(world.decide({ decision: 'reject', ...(comment !== undefined && { comment }) })).rejects.toMatchObject(
      refusal('comment-missing'),
    );
  const { fields } = await world.decide({ decision: 'reject', comment: 'not ours', fields: { total: 'forged' } });
  expect(fields).toEqual({ total: '268.00', number: 'G-118' });
  expect(world.row().status).toBe('REJECTED');
});

describe('corrected fields', () => {
  test.each([
    ['of another form', { total: 'much' }],
    ['with a member that the form does not know', { total: '1.00', extra: true }],
    ['without a required one', {}],
    ['that are no object', 'total'],
  ])('%s are refused, problem by problem', async (_, fields) => {
    const world = await opened();
    await expect(world.decide({ fields })).rejects.toMatchObject(
      refusal('invalid-fields', { problems: [expect.stringContaining('/')] }),
    );
    expect(world.types().at(-1)).toBe('approval.notified');
  });

  test('have no place where there is no form', async () => {
    const world = await opened({ settings: { form: undefined } as never });
    await expect(world.decide({ fields: { total: '1.00' } })).rejects.toMatchObject(refusal('invalid-fields'));
  });
});

describe('the policies', () => {
  test.each([
    ['a manager who was not asked yet', 'p-marta'],
    ['an auditor', 'p-aiko'],
    ['an operator', 'p-samir'],
  ])('let %s decide nothing', async (_, id) => {
    const world = await opened();
    await expect(world.decide({ id })).rejects.toMatchObject(refusal('not-allowed'));
    expect(world.row().status).toBe('PENDING');
  });

  test('let nobody decide on what they asked for, and say why', async () => {
    const world = await opened({ initiator: 'p-anna' });
    await expect(world.decide()).rejects.toMatchObject(
      refusal('not-allowed', {
        policies: ['no-self-approval'],
        message: expect.stringContaining('Nobody decides on what they started themselves'),
      }),
    );
    await world.decide({ id: 'p-ben' });
  });

  test('know a person by the directory: a role that somebody claims is worth what the directory says', async () => {
    const world = await opened();
    const nobody = { ...person('p-aiko'), roles: [] as string[] };
    await expect(world.decide({ person: nobody })).rejects.toMatchObject(refusal('not-allowed'));
  });
});

describe('a decision is bound to what was shown', () => {
  const change = async (spoil: (row: Record<string, never>) => void) => {
    const world = await opened();
    const { digest } = world.row();
    const id = [...world.rows.keys()].find((key) => key.includes('|APPROVAL#'))!;
    const row = structuredClone(world.rows.get(id)!);
    spoil(row as never);
    world.rows.set(id, row);
    return { world, decided: world.decide({ digest }) };
  };

  test.each<[string, (row: never) => void]>([
    [
      'a field',
      (row: { shown: { value: { fields: { total: string } } } }) => (row.shown.value.fields.total = '268.01'),
    ],
    ['the reason', (row: { shown: { value: { reason: string } } }) => (row.shown.value.reason += '.')],
    [
      'the confidence',
      (row: { shown: { value: { confidence: { total: number } } } }) => (row.shown.value.confidence.total = 0.61),
    ],
    ['the form', (row: { form: { required: string[] } }) => (row.form.required = [])],
    ['who was asked', (row: { roles: string[] }) => (row.roles[0] = 'auditor')],
    ['its end', (row: { expiresAt: string }) => (row.expiresAt = row.expiresAt.replace('2', '3'))],
  ])('%s changed after the page was shown: changed, or not allowed, and nothing is decided', async (_, spoil) => {
    const { world, decided } = await change(spoil as never);
    await expect(decided).rejects.toMatchObject({
      refusal: { code: expect.stringMatching(/^(changed|not-allowed)$/) },
    });
    expect(world.row().status).toBe('PENDING');
  });

  test('a changed policy asks for another look, and after that look the decision is taken', async () => {
    const world = await opened();
    const { digest } = world.row();
    const stricter = makeBundle({
      ...policies,
      policies: { ...policies.policies, note: '// none\npermit(principal, action, resource) when { false };' },
    });
    world.ports.policy = cedar(stricter);
    await expect(world.decide({ digest })).rejects.toMatchObject(refusal('changed'));
    const row = world.row();
    await world.decide({ digest: approvalDigest(row, row.roles[0]!, stricter.hash) });
    expect(world.row().status).toBe('APPROVED');
  });

  test('whatever single character of the digest differs', async () => {
    const world = await opened();
    const { digest } = world.row();
    await fc.assert(
      fc.asyncProperty(fc.nat(digest.length - 1), async (at) => {
        const other = digest.slice(0, at) + (digest[at] === '0' ? '1' : '0') + digest.slice(at + 1);
        await expect(world.decide({ digest: other })).rejects.toMatchObject(refusal('changed'));
      }),
    );
  });

  test('an escalation in between changes nothing of it', async () => {
    const world = await opened();
    const { digest } = world.row();
    await world.fire(0);
    await world.decide({ digest });
  });
});

test('a crash before the transaction leaves it undecided, a lost answer after it leaves it decided once', async () => {
  for (const moment of ['before', 'after'] as const) {
    const world = await opened();
    world.crash((what) => {
      if (what === `${moment} ledger.commit approval.decided`) throw new Error('lost');
    });
    await expect(world.decide()).rejects.toThrow('lost');
    world.crash(() => {});
    expect(world.row().status).toBe(moment === 'before' ? 'PENDING' : 'APPROVED');
    await (moment === 'before'
      ? world.decide()
      : expect(world.decide()).rejects.toMatchObject(refusal('already-decided')));
    expect(world.types().filter((type) => type === 'approval.decided')).toHaveLength(1);
  }
});

test('the run it belongs to stays as it was but for its chain', async () => {
  const world = await opened();
  await world.decide();
  expect(await world.ports.ledger.get(runKey(TENANT, world.run))).toMatchObject({ status: 'REQUESTED' });
});
