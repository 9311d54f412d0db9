import { nextUndo } from '../../lib/engine/undo.ts';
import { bookWithRun, chainOf, invoke, toolStep } from '../support/engine.ts';

const ERROR = { name: 'Rejected', message: 'not ours', step: 'review' };

const undoable = (step: string) => toolStep({ undo: `${step}.undo`, idempotency: { key: '{% $input %}' } });
const undoOf = (step: string, input: unknown) =>
  toolStep({ kind: 'undo', compensates: { step, input }, idempotency: { key: '{% $input %}' } });

const STEPS = {
  receive: undoable('receive'),
  'receive.undo': undoOf('receive', { document: '{% $output %}', why: '{% $error.message %}' }),
  reserve: undoable('reserve'),
  'reserve.undo': undoOf('reserve', {
    reservation: '{% $output.id %}',
    of: '{% $steps.receive & "/" & $input.invoice %}',
  }),
  look: toolStep({ effect: 'none' }),
};

async function runOf(done: Record<string, unknown>) {
  const memory = await bookWithRun(STEPS);
  for (const [step, output] of Object.entries(done)) {
    await invoke(memory.book, { effect: async () => output }, memory.run, step, {});
  }
  return memory;
}

describe('undo', () => {
  test('names the newest completed step first, with its input evaluated over what the ledger holds', async () => {
    const { book, run } = await runOf({ receive: 'doc', reserve: { id: 'r1' }, look: 1 });
    expect(await nextUndo(book, run, ERROR)).toEqual({
      step: 'reserve.undo',
      input: { reservation: 'r1', of: 'doc/7' },
    });
  });

  test('goes by completion, not by name or by begin', async () => {
    const { book, run } = await runOf({ reserve: { id: 'r1' }, receive: 'doc' });
    expect(await nextUndo(book, run, ERROR)).toMatchObject({
      step: 'receive.undo',
      input: { document: 'doc', why: 'not ours' },
    });
  });

  test('goes back one step after another, and says when nothing is left', async () => {
    const { book, run, rows } = await runOf({ receive: 'doc', reserve: { id: 'r1' } });
    const called: string[] = [];
    for (let next = await nextUndo(book, run, ERROR); 'step' in next; next = await nextUndo(book, run, ERROR)) {
      called.push(next.step);
      await invoke(book, { effect: async () => null }, run, next.step, next.input);
    }
    expect(called).toEqual(['reserve.undo', 'receive.undo']);
    expect(await nextUndo(book, run, ERROR)).toEqual({ done: true, inDoubt: [] });
    const undone = chainOf(rows).flatMap(({ entry }) => (entry.type === 'step.undone' ? [entry.subject] : []));
    expect(undone).toEqual(['reserve', 'receive']);
  });

  test('asked again before a compensation has completed, names the same', async () => {
    const { book, run } = await runOf({ receive: 'doc' });
    expect(await nextUndo(book, run, ERROR)).toEqual(await nextUndo(book, run, ERROR));
  });

  test('a compensation that is called twice acts once', async () => {
    const { book, run } = await runOf({ receive: 'doc' });
    let acts = 0;
    const effect = async () => (acts += 1);
    const first = await invoke(book, { effect }, run, 'receive.undo', { document: 'doc' });
    expect(await invoke(book, { effect }, run, 'receive.undo', { document: 'doc' })).toEqual(first);
    expect(acts).toBe(1);
  });

  test('an undone step does not run again', async () => {
    const { book, run } = await runOf({ receive: 'doc' });
    await invoke(book, { effect: async () => null }, run, 'receive.undo', {});
    const again = invoke(book, { effect: async () => 'doc' }, run, 'receive', {});
    await expect(again).rejects.toMatchObject({ name: 'Undone' });
  });

  test('a step of which nobody knows whether it acted, and that nobody can ask, is named as in doubt', async () => {
    const { book, run, pass } = await bookWithRun({ ...STEPS, reserve: toolStep({ undo: 'reserve.undo' }) });
    const lost = { effect: () => Promise.reject(Object.assign(new Error('x'), { name: 'TimeoutError' })) };
    await expect(invoke(book, lost, run, 'reserve', {})).rejects.toMatchObject({ name: 'Ambiguous' });
    pass(60);
    expect(await nextUndo(book, run, ERROR)).toEqual({ done: true, inDoubt: ['reserve'] });
  });
});
