import fc from 'fast-check';
import type { ProgramStep } from '../../lib/compile/program.ts';
import type { Book } from '../../lib/engine/book.ts';
import { Ambiguous, Terminal } from '../../lib/engine/errors.ts';
import type { StepRow } from '../../lib/engine/rows.ts';
import type { Effect } from '../../lib/engine/step.ts';
import { bookWithRun, chainOf, invoke, toolStep } from '../support/engine.ts';
import { undoAll } from '../support/undo-machine.ts';

const KEY = { idempotency: { key: '{% $input %}' } };
const PROBE = { idempotency: { verify: true as const } };
const stepsOf = (parts: Partial<ProgramStep>) => ({
  take: toolStep({ undo: 'take.undo', within: ['lines'], timeout: 20, ...parts }),
  'take.undo': toolStep({
    kind: 'undo',
    within: ['lines'],
    compensates: { step: 'take', input: { taken: '{% $output.taken %}' } },
    ...KEY,
  }),
  later: toolStep(KEY),
});

/** A target with books of its own. `lose`: what it does is done, and its answer is lost. */
function target() {
  const books = new Map<string, { taken: string; back: boolean }>();
  const plan: { lose: boolean; down: boolean; refuse: string | undefined } = {
    lose: false,
    down: false,
    refuse: undefined,
  };
  const take: Effect = {
    effect: async ({ key }) => {
      if (plan.down) throw new Ambiguous('no answer');
      if (plan.refuse && !books.has(key)) throw new Terminal('no', plan.refuse);
      const entry = books.get(key) ?? { taken: key, back: false };
      books.set(key, entry);
      if (plan.lose) throw new Ambiguous('lost');
      return { taken: entry.taken };
    },
    verify: async ({ key }) => {
      if (plan.down) throw new Ambiguous('no answer');
      return books.has(key) ? { taken: key } : undefined;
    },
  };
  const back: Effect = {
    effect: async ({ input }) => {
      books.get(input.taken)!.back = true;
      return { done: true };
    },
  };
  return { books, plan, effects: { take, 'take.undo': back }, left: () => [...books.values()].filter((e) => !e.back) };
}

async function world(parts: Partial<ProgramStep>) {
  const there = target();
  const memory = await bookWithRun(stepsOf(parts));
  const take = (at = '0') => invoke(memory.book, there.effects.take, memory.run, 'take', 'x', { at });
  const undo = () => undoAll(memory, { effects: there.effects });
  const row = (at = '0') => [...memory.rows.values()].find(({ sk }) => sk === `STEP#take#${at}`) as StepRow | undefined;
  return { ...there, ...memory, memory, take, undo, row };
}

test('when the undo has begun, or has finished, no step begins any more; one that has begun may complete', async () => {
  const { take, undo, row, left } = await world(KEY);
  await take('0');
  expect((await undo()).called).toEqual(['take.undo 0']);
  await expect(take('1')).rejects.toMatchObject({ name: 'RunIsUndone' });
  expect([row('0')?.status, row('1')]).toEqual(['UNDONE', undefined]);
  expect(left()).toEqual([]);
});

test('steps of the workflow’s own handlers run after its undo', async () => {
  const memory = await bookWithRun(stepsOf(KEY));
  await undoAll(memory, { effects: {} });
  const tell = () => invoke(memory.book, { effect: async () => 'told' }, memory.run, 'later', {});
  await expect(tell()).rejects.toMatchObject({ name: 'RunIsUndone' });
  memory.book.program.graph.nodes.push({ id: 'later', kind: 'tool', handler: 0 });
  expect(await tell()).toEqual({ output: 'told' });
});

test('the undo of a scope keeps out its own steps, in its own pass, and no others', async () => {
  const memory = await bookWithRun(stepsOf(KEY), undefined, { line: ['take'], lines: ['later'] });
  const { effects } = target();
  await undoAll(memory, { effects, extent: { scope: 'line', at: '1' } });
  const take = (at: string) => invoke(memory.book, effects.take, memory.run, 'take', 'x', { at });
  await expect(take('1')).rejects.toMatchObject({ name: 'RunIsUndone' });
  await expect(take('1.2')).rejects.toMatchObject({ name: 'RunIsUndone' });
  await expect(take('10')).resolves.toBeDefined();
  await expect(invoke(memory.book, { effect: async () => 1 }, memory.run, 'later', {})).resolves.toBeDefined();
});

test('a step that is still at it is waited for, and no longer than it takes', async () => {
  const { memory, effects, undo, left } = await world(KEY);
  const { book, run, pass } = memory;
  let finish = () => {};
  const slow: Effect = {
    effect: async (call) => {
      await new Promise<void>((done) => {
        finish = done;
      });
      return effects.take.effect(call);
    },
  };
  const taking = invoke(book, slow, run, 'take', 'x', { at: '0' });
  await new Promise(setImmediate);
  const waits: number[] = [];
  const wait = async (seconds: number) => {
    waits.push(seconds);
    pass(seconds);
    if (waits.length === 3) {
      finish();
      await taking;
    }
  };
  expect(await undoAll(memory, { effects, wait })).toMatchObject({
    called: ['take.undo 0'],
  });
  expect(waits).toEqual([1, 1, 2]);
  expect(left()).toEqual([]);
  expect((await undo()).called).toEqual([]);
});

describe('a step that was cut short', () => {
  test.each([
    ['had acted', true],
    ['had not', false],
  ])('with a key is asked again under it when its time is up, whether it %s', async (_, acted) => {
    const { book, run, effects, undo, left, row } = await world(KEY);
    const cut: Effect = {
      effect: async (call) => {
        if (acted) await effects.take.effect(call);
        return new Promise(() => {});
      },
    };
    void invoke(book, cut, run, 'take', 'x', { at: '0' });
    await new Promise(setImmediate);
    expect(await undo()).toEqual({ called: ['take 0 settle', 'take.undo 0'], waited: 25 });
    expect([row()?.status, left()]).toEqual(['UNDONE', []]);
  });

  test('with a key, having said itself that it does not know, is asked at once', async () => {
    const { plan, take, undo, left } = await world(KEY);
    plan.lose = true;
    await expect(take()).rejects.toMatchObject({ name: 'Ambiguous' });
    plan.lose = false;
    expect(await undo()).toEqual({ called: ['take 0 settle', 'take.undo 0'], waited: 0 });
    expect(left()).toEqual([]);
  });

  test('with a probe is asked about, and never done by the undo', async () => {
    for (const [lose, down] of [
      [true, false],
      [false, true],
    ] as const) {
      const { plan, take, undo, left, books, row, rows } = await world(PROBE);
      Object.assign(plan, { lose, down });
      await expect(take()).rejects.toMatchObject({ name: 'Ambiguous' });
      Object.assign(plan, { lose: false, down: false });
      const { called, waited } = await undo();
      expect(called).toEqual(lose ? ['take 0 settle', 'take.undo 0'] : ['take 0 settle']);
      expect(waited).toBe(25);
      expect([left(), books.size, row()?.status]).toEqual(lose ? [[], 1, 'UNDONE'] : [[], 0, 'FAILED']);
      chainOf(rows);
    }
  });

  test('whose target refuses by a name that its tool declares has never acted', async () => {
    const { plan, take, undo, row } = await world({ ...KEY, errors: { SoldOut: 'terminal' } });
    plan.down = true;
    await expect(take()).rejects.toMatchObject({ name: 'Ambiguous' });
    Object.assign(plan, { down: false, refuse: 'SoldOut' });
    expect((await undo()).called).toEqual(['take 0 settle']);
    expect(row()).toMatchObject({ status: 'FAILED', reason: { name: 'SoldOut' } });
    expect((await undo()).called).toEqual([]);
  });

  test.each([
    ['any other error, which may come from something on the way', { refuse: 'Http401' }, 'Http401'],
    ['a target that is down', { down: true }, 'Ambiguous'],
  ])('and cannot be settled because of %s is left to a person', async (_, trouble, name) => {
    const { plan, take, undo, row } = await world(KEY);
    plan.down = true;
    await expect(take()).rejects.toMatchObject({ name: 'Ambiguous' });
    Object.assign(plan, { down: false }, trouble);
    await expect(undo()).rejects.toMatchObject({ name });
    expect(row()?.status).toBe('INTENT');
  });

  test('is settled once: the machine may ask again when the answer was lost', async () => {
    const { plan, take, undo, book, run, effects } = await world(PROBE);
    plan.down = true;
    await expect(take()).rejects.toMatchObject({ name: 'Ambiguous' });
    plan.down = false;
    await undo();
    expect(await invoke(book, effects.take, run, 'take', 'x', { at: '0', settle: true })).toEqual({ output: null });
  });

  test('is asked under the policy context of its first attempt', async () => {
    const seen: unknown[] = [];
    const { plan, book, run, effects, undo } = await world(KEY);
    const { decide } = book.ports.policy;
    book.ports.policy.decide = (request) => {
      if (request.resource.id !== 'take.undo') seen.push(request.context);
      return decide(request);
    };
    plan.lose = true;
    const policy = { amount: 7 };
    await expect(invoke(book, effects.take, run, 'take', 'x', { at: '0', policy })).rejects.toBeDefined();
    plan.lose = false;
    await undo();
    expect(seen.slice(0, 2)).toEqual([seen[0], seen[0]]);
    expect(JSON.stringify(seen[0])).toContain('7');
  });
});

type Io = (what: string) => Promise<void>;

/** The same ledger as another process reaches it. */
function steered({ book }: Awaited<ReturnType<typeof bookWithRun>>, io: Io): Book {
  const { ledger } = book.ports;
  const around =
    <Given extends unknown[], T>(what: string, work: (...given: Given) => Promise<T>) =>
    async (...given: Given): Promise<T> => {
      await io(`before ${what}`);
      const result = await work(...given);
      await io(`after ${what}`);
      return result;
    };
  const own = {
    ...ledger,
    get: around('get', ledger.get),
    list: around('list', ledger.list),
    commit: around('commit', ledger.commit),
  };
  return { ...book, ports: { ...book.ports, ledger: own } };
}

describe('in whatever order two siblings and the undo meet', () => {
  test.each([
    ['a key', KEY],
    ['a probe', PROBE],
    ['neither', {}],
  ])('with %s no effect is left in the world, or the run is left to a person', async (_, parts) => {
    const orders = { undone: 0, left: 0, late: 0 };
    const order = fc.tuple(fc.scheduler(), fc.array(fc.nat(30), { maxLength: 2 }));
    const holds = fc.asyncProperty(order, async ([scheduler, kills]) => {
      const memory = await bookWithRun(stepsOf(parts));
      const began = memory.ports.clock.now();
      const there = target();
      /** A sibling: it dies at a point of its work, or when its time is up. */
      const sibling = async (at: string, kill: number | undefined) => {
        let points = 0;
        const io = async (what: string) => {
          await scheduler.schedule(Promise.resolve(), `${at} ${what}`);
          points += 1;
          if (points === kill || memory.ports.clock.now() >= began + 20_000) return new Promise<never>(() => {});
        };
        const own = steered(memory, io);
        const take: Effect = {
          ...there.effects.take,
          effect: async (call) => {
            await io('before the effect');
            const answer = await there.effects.take.effect(call);
            await io('after the effect');
            return answer;
          },
        };
        return invoke(own, take, memory.run, 'take', 'x', { at }).catch((error: Error) => {
          if (error.name === 'RunIsUndone') orders.late += 1;
        });
      };
      void sibling('0', kills[0]);
      void sibling('1', kills[1]);
      const step = (what: string) => scheduler.schedule(Promise.resolve(), what);
      const own = steered(memory, (what) => step(`undo ${what}`));
      const undoing = undoAll(
        { ...memory, book: own },
        {
          effects: there.effects,
          wait: async (seconds) => {
            for (let turn = 0; turn < 5; turn += 1) await step('wait');
            memory.pass(seconds);
          },
        },
      ).then(
        () => true,
        (error: Error) => {
          if (error.name !== 'InDoubt') throw error;
          return false;
        },
      );
      const isUndone = await scheduler.waitFor(undoing);
      await scheduler.waitIdle();
      chainOf(memory.rows);
      orders[isUndone ? 'undone' : 'left'] += 1;
      if (isUndone) expect(there.left()).toEqual([]);
    });
    await fc.assert(holds, { numRuns: 150 });
    expect(orders.undone).toBeGreaterThan(0);
    expect(orders.late).toBeGreaterThan(0);
  });
});
