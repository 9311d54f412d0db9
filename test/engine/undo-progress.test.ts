import { isWhole } from '../../lib/audit/bundle.ts';
import { runKey } from '../../lib/engine/keys.ts';
import type { RunRow } from '../../lib/engine/rows.ts';
import { type Ending, type Settler, settleRun } from '../../lib/engine/settle.ts';
import { stepUndo } from '../../lib/engine/undo-progress.ts';
import { bookWithRun, chainOf, invoke, TENANT, toolStep } from '../support/engine.ts';

const ERROR = { name: 'Rejected', message: 'not ours' };
const STEPS = {
  reserve: toolStep({ undo: 'reserve.undo', idempotency: { key: '{% $input %}' } }),
  'reserve.undo': toolStep({
    kind: 'undo',
    compensates: { step: 'reserve', input: {} },
    idempotency: { key: '{% $input %}' },
  }),
};

/** A run with one step done, and the moves that an undo and an end are made of. */
async function runWithStep() {
  const memory = await bookWithRun(STEPS);
  const { book, run, rows } = memory;
  await invoke(book, { effect: async () => 'r1' }, run, 'reserve', {});
  const step = () => stepUndo(book, run, ERROR);
  const compensate = () => invoke(book, { effect: async () => null }, run, 'reserve.undo', {});
  const end = (by: Settler, ending: Ending) => settleRun(book.ports, { tenant: TENANT, run }, by, ending);
  const row = () => book.ports.ledger.get(runKey(TENANT, run)) as Promise<RunRow>;
  const types = () => chainOf(rows).map(({ entry: { type, data } }) => (data.undo ? `${type} ${data.undo}` : type));
  return { ...memory, step, compensate, end, row, tail: () => types().slice(3), chain: () => chainOf(rows) };
}

/** Every place at which the chain could be cut, and still pass for whole. */
const wholeCuts = (chain: ReturnType<typeof chainOf>): number[] =>
  chain.flatMap((_, i) => (isWhole(chain.slice(0, i + 1)) ? [i + 1 - chain.length] : []));

test('an undo of before the end is on record from its begin to its finish, and is no end itself', async () => {
  const { step, compensate, end, tail, chain, row } = await runWithStep();
  expect(await step()).toMatchObject({ step: 'reserve.undo' });
  await step();
  await compensate();
  expect(await step()).toEqual({ done: true, inDoubt: [] });
  await step();
  await end('settle', { status: 'REJECTED', reason: ERROR });
  expect(tail()).toEqual(['undo.begun', 'step.intent', 'step.undone', 'undo.finished', 'run.rejected']);
  expect(wholeCuts(chain())).toEqual([0]);
  expect((await row()).undoExecution).toBeUndefined();
});

test('an end whose undo follows announces it: cut back before the undo has finished, the chain is not whole', async () => {
  const { step, compensate, end, tail, chain, row, run } = await runWithStep();
  await end('settle', { status: 'STOPPED', undo: true });
  expect(await row()).toMatchObject({ undo: 'PENDING', undoExecution: `undo-${run}` });
  await step();
  await compensate();
  await step();
  await step();
  expect(tail()).toEqual(['run.stopped pending', 'step.intent', 'step.undone', 'undo.finished']);
  expect(wholeCuts(chain())).toEqual([0]);
});

test('an undo that was stopped with its run goes on under another name', async () => {
  const { step, end, row, run } = await runWithStep();
  await step();
  await end('settle', { status: 'STOPPED', undo: true });
  expect(await row()).toMatchObject({ undo: 'PENDING', undoExecution: `undo-${run}-after` });
});

test('an undo that was finished before its run failed is not begun again', async () => {
  const { step, compensate, end, row, chain } = await runWithStep();
  await step();
  await compensate();
  await step();
  await end('settle', { status: 'EXCEPTED', reason: ERROR, undo: true });
  expect((await row()).undoExecution).toBeUndefined();
  expect(wholeCuts(chain())).toEqual([0]);
});

test('a run whose undo has failed is not whole until somebody has finished it', async () => {
  const { step, compensate, end, tail, chain } = await runWithStep();
  await step();
  await end('exception', { status: 'EXCEPTED', reason: { name: 'UndoFailed', message: 'no answer' } });
  expect(wholeCuts(chain())).toEqual([]);
  await compensate();
  await step();
  expect(tail()).toEqual(['undo.begun', 'run.excepted pending', 'step.intent', 'step.undone', 'undo.finished']);
  expect(wholeCuts(chain())).toEqual([0]);
});

test('a step in doubt leaves the undo unfinished', async () => {
  const { book, run, rows, pass } = await bookWithRun({ ...STEPS, reserve: toolStep({ undo: 'reserve.undo' }) });
  const cut = { effect: () => Promise.reject(Object.assign(new Error('lost'), { name: 'TimeoutError' })) };
  await expect(invoke(book, cut, run, 'reserve', {})).rejects.toMatchObject({ name: 'Ambiguous' });
  pass(60);
  expect(await stepUndo(book, run, ERROR)).toEqual({ done: true, inDoubt: ['reserve'] });
  await settleRun(book.ports, { tenant: TENANT, run }, 'exception', { status: 'EXCEPTED' });
  expect(isWhole(chainOf(rows))).toBe(false);
});

test('undo and end meet in any order, and the chain is whole exactly when both have come', async () => {
  for (const endAt of [0, 1, 2, 3]) {
    const { step, compensate, end, chain } = await runWithStep();
    const moves = [step, compensate, step];
    moves.splice(endAt, 0, () => end('settle', { status: 'STOPPED', undo: true }) as never);
    for (const move of moves) {
      expect(isWhole(chain())).toBe(false);
      await move();
    }
    expect(wholeCuts(chain())).toEqual([0]);
  }
});

test('the answer of a step that was under way when the run ended does not make its proof look cut', async () => {
  const { book, run, rows } = await bookWithRun({ look: toolStep({ effect: 'none' }) });
  const settling = async () => {
    await settleRun(book.ports, { tenant: TENANT, run }, 'settle', { status: 'SUCCEEDED' });
    return 1;
  };
  await invoke(book, { effect: settling }, run, 'look', {});
  expect(chainOf(rows).map(({ entry }) => entry.type)).toEqual([
    'run.requested',
    'step.intent',
    'run.succeeded',
    'step.done',
  ]);
  expect(isWhole(chainOf(rows))).toBe(true);
});
