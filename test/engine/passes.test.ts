import { byPass } from '../../lib/engine/passes.ts';
import { nextUndo } from '../../lib/engine/undo.ts';
import { bookWithRun, chainOf, invoke, toolStep } from '../support/engine.ts';

const ERROR = { name: 'Rejected', message: 'not ours' };
const KEYED = { idempotency: { key: '{% $input %}' } };

const STEPS = {
  open: toolStep({ ...KEYED }),
  ask: toolStep({ within: ['poll'] }),
  reserve: toolStep({ ...KEYED, within: ['lines'], undo: 'reserve.undo' }),
  'reserve.undo': toolStep({
    kind: 'undo',
    within: ['lines'],
    ...KEYED,
    compensates: {
      step: 'reserve',
      input: {
        reservation: '{% $output %}',
        line: '{% $index %}',
        sku: '{% $item.sku %}',
        price: '{% $steps.price %}',
        asked: '{% $steps.ask %}',
        order: '{% $steps.open %}',
      },
    },
  }),
  price: toolStep({ within: ['lines'] }),
};

/** An order of three lines after two rounds of asking. */
async function runOfLines() {
  const memory = await bookWithRun(STEPS);
  const { book, run } = memory;
  const answer = (output: unknown) => ({ effect: async () => output });
  await invoke(book, answer('order-1'), run, 'open', {});
  for (const at of ['0', '1']) await invoke(book, answer(`answer ${at}`), run, 'ask', {}, { at });
  for (const at of ['0', '1', '2']) {
    await invoke(book, answer(`price ${at}`), run, 'price', {}, { at });
    await invoke(book, answer(`r-${at}`), run, 'reserve', { same: 1 }, { at, item: { sku: `s${at}` } });
  }
  return memory;
}

test('equal inputs in different passes are different effects, each on record with its pass', async () => {
  const { rows } = await runOfLines();
  const reserved = [...rows.values()].filter(({ step, key }) => step === 'reserve' && key);
  expect(reserved.map(({ sk }) => sk)).toEqual(['STEP#reserve#0', 'STEP#reserve#1', 'STEP#reserve#2']);
  expect(new Set(reserved.map(({ key }) => key)).size).toBe(3);
  const done = chainOf(rows).filter(({ entry }) => entry.type === 'step.done' && entry.subject === 'reserve');
  expect(done.map(({ entry }) => entry.data.at)).toEqual(['0', '1', '2']);
});

test('a pass that is repeated gives the answer of the first time', async () => {
  const { book, run } = await runOfLines();
  const again = await invoke(book, { effect: async () => 'another' }, run, 'reserve', { same: 1 }, { at: '1' });
  expect(again).toEqual({ output: 'r-1' });
});

test('a step done in three passes is compensated three times, newest first, each over its own pass', async () => {
  const { book, run } = await runOfLines();
  const undone: unknown[] = [];
  for (let next = await nextUndo(book, run, ERROR); 'step' in next; next = await nextUndo(book, run, ERROR)) {
    undone.push(next);
    const { at = '', step, input } = next;
    await invoke(book, { effect: async () => null }, run, step, input, { at });
  }
  const one = (at: number) => ({
    step: 'reserve.undo',
    at: String(at),
    input: {
      reservation: `r-${at}`,
      line: at,
      sku: `s${at}`,
      price: `price ${at}`,
      asked: 'answer 1',
      order: 'order-1',
    },
  });
  expect(undone).toEqual([one(2), one(1), one(0)]);
});

test('one pass in doubt is named by its pass, and the others are compensated', async () => {
  const { idempotency: _, ...unkeyed } = STEPS.reserve;
  const { book, run, pass } = await bookWithRun({ ...STEPS, reserve: unkeyed });
  const lost = { effect: () => Promise.reject(Object.assign(new Error('x'), { name: 'TimeoutError' })) };
  await expect(invoke(book, lost, run, 'reserve', {}, { at: '4' })).rejects.toMatchObject({ name: 'Ambiguous' });
  pass(60);
  expect(await nextUndo(book, run, ERROR)).toEqual({ done: true, inDoubt: ['reserve#4'] });
});

test('passes are in the order of their numbers', () => {
  const passes = ['10', '2.1', '2', '2.10', '2.2'].map((at) => ({ at }));
  expect(passes.sort(byPass).map(({ at }) => at)).toEqual(['2', '2.1', '2.2', '2.10', '10']);
});
