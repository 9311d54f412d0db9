import fc from 'fast-check';
import { approvalWorld, directory, START } from '../support/approvals.ts';

type World = Awaited<ReturnType<typeof approvalWorld>>;
const MOVES: Record<string, (world: World) => Promise<unknown>> = {
  open: (world) => world.open('token-1'),
  again: (world) => world.open('token-2'),
  decide: (world) => world.decide({ decision: 'reject', comment: 'not ours' }),
  approve: (world) => world.decide({ id: 'p-ben' }),
  escalate: (world) => world.fire(0),
  expire: (world) => world.fire(),
  resume: (world) => world.resume(),
};

/** A move that comes too early or too late is refused, or finds nothing to do; it never breaks anything. */
const make = (world: World, move: string): Promise<unknown> =>
  MOVES[move]!(world).catch((error: Error) => {
    if (error.name !== 'Refused' && error.message !== 'the approval is not open') throw error;
  });

/** What must hold however it came about. */
async function hasOneOutcome(world: World): Promise<void> {
  await world.open('token-last');
  // The bus brings each entry to the resume function, at least once.
  await world.resume();
  await world.resume();
  const { status, decision } = world.row();
  const ends = world.types().filter((type) => type === 'approval.decided' || type === 'approval.expired');
  expect(ends).toHaveLength(status === 'PENDING' ? 0 : 1);
  expect(decision !== undefined).toBe(status === 'APPROVED' || status === 'REJECTED');
  const expected = {
    APPROVED: 'output',
    REJECTED: 'Rejected',
    EXPIRED: 'Expired',
    PENDING: undefined,
    WITHDRAWN: undefined,
  }[status];
  const told = world.answers.map(({ outcome }) => ('error' in outcome ? outcome.error : 'output'));
  expect(new Set(told)).toEqual(new Set(expected ? [expected] : []));
  const last = world.answers.filter(({ token }) => token === 'token-last');
  expect(last).toHaveLength(expected ? 1 : 0);
}

function* orders<T>(things: readonly T[]): Generator<T[]> {
  if (things.length === 0) yield [];
  for (const [i, thing] of things.entries())
    for (const rest of orders(things.filter((_, other) => other !== i))) yield [thing, ...rest];
}

test('whatever the order of its moves, an approval has one outcome, and the waiting step hears that one', async () => {
  let count = 0;
  for (const order of orders(['open', 'again', 'decide', 'escalate', 'expire', 'resume'])) {
    const world = await approvalWorld();
    for (const move of order) await make(world, move);
    await hasOneOutcome(world);
    count += 1;
  }
  expect(count).toBe(720);
});

test('whatever moves meet in the middle of each other, an approval has one outcome', async () => {
  const moves = fc.array(fc.constantFrom(...Object.keys(MOVES)), { minLength: 3, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), moves, async (scheduler, chosen) => {
      const world = await approvalWorld();
      await world.open('token-0');
      world.crash((what) => scheduler.schedule(Promise.resolve(), what) as Promise<void>);
      const all = Promise.allSettled(chosen.map((move) => make(world, move)));
      await scheduler.waitFor(all);
      for (const each of await all)
        if (each.status === 'rejected') expect(each.reason).toMatchObject({ name: 'Retryable' });
      world.crash(() => {});
      await hasOneOutcome(world);
    }),
    { numRuns: 60 },
  );
});

test('nothing is answered while nothing is decided', async () => {
  const world = await approvalWorld();
  await world.resume();
  await world.open();
  await world.fire(0);
  await world.resume();
  expect(world.answers).toEqual([]);
});

test('no entry of the chain holds a name, an address, a comment or a value of a document', async () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz ÄÖßéñ'), minLength: 9, maxLength: 40 });
  const texts = fc.record({ title: word, reason: word, name: word, iban: word, comment: word });
  const people = directory.people.flatMap(({ name, email }) => [name, email]);
  await fc.assert(
    fc.asyncProperty(texts, fc.constantFrom('approve', 'reject'), async (text, decision) => {
      const { title, reason, name, iban, comment } = text;
      const world = await approvalWorld({
        input: { title, reason, show: { fields: { name, iban } } },
        settings: { form: {} },
      });
      await world.open();
      await world.enter(world.mails[0]!, '00000000').catch(() => undefined);
      await world.fire(0);
      await world.open('token-2');
      const corrected = decision === 'approve' ? { fields: { name: `${name}!`, iban } } : {};
      await world.decide({ decision: decision as 'approve', comment: `${comment}...`, ...corrected });
      const chain = JSON.stringify(world.chain());
      for (const private_ of [title, reason, name, iban, comment, ...people]) {
        // Spaces alone, or words that types and keys are made of, prove nothing.
        if (private_.trim().length >= 9) expect(chain).not.toContain(private_.trim());
      }
      expect(world.chain()[0]!.entry.at).toBe(new Date(START).toISOString());
    }),
    { numRuns: 40 },
  );
});
