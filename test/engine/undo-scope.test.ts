import { isWhole } from '../../lib/audit/bundle.ts';
import { settleRun } from '../../lib/engine/settle.ts';
import type { Extent } from '../../lib/engine/undo.ts';
import { stepUndo } from '../../lib/engine/undo-progress.ts';
import { bookWithRun, chainOf, invoke, TENANT, toolStep } from '../support/engine.ts';

const ERROR = { name: 'Refused', message: 'not ours' };
const keyed = { idempotency: { key: '{% $input %}' } };
const undoable = (step: string, within?: string[]) => ({
  [step]: toolStep({ ...keyed, ...(within && { within }), undo: `${step}.undo` }),
  [`${step}.undo`]: toolStep({ kind: 'undo', ...keyed, ...(within && { within }), compensates: { step, input: {} } }),
});

/** `book` before a scope `travel` (`flight`, `hotel`), which runs in passes of a map where `at` is given. */
async function runOfTravel(...passes: (string | undefined)[]) {
  const within = passes.some((at) => at !== undefined) ? ['guests'] : undefined;
  const steps = { ...undoable('book'), ...undoable('flight', within), ...undoable('hotel', within) };
  const memory = await bookWithRun(steps, undefined, { travel: ['flight', 'hotel'] });
  const { book, run, rows } = memory;
  const does = { effect: async () => 'done' };
  await invoke(book, does, run, 'book', {});
  for (const at of passes)
    for (const step of ['flight', 'hotel']) await invoke(book, does, run, step, {}, at === undefined ? {} : { at });
  const undo = async (extent?: Extent) => {
    const undone: string[] = [];
    for (let next = await stepUndo(book, run, ERROR, extent); 'step' in next; ) {
      const { step, at, input } = next;
      undone.push(at === undefined ? step : `${step}#${at}`);
      await invoke(book, does, run, step, input, at === undefined ? {} : { at });
      next = await stepUndo(book, run, ERROR, extent);
    }
    return undone;
  };
  const undos = () =>
    chainOf(rows).flatMap(({ entry: { type, data } }) =>
      type.startsWith('undo.') ? [[type, data.scope ?? null, data.at ?? null].join(' ').trim()] : [],
    );
  const end = (undo: boolean) => settleRun(book.ports, { tenant: TENANT, run }, 'settle', { status: 'STOPPED', undo });
  return { ...memory, undo, undos, end, whole: () => isWhole(chainOf(rows)) };
}

test('the undo of a scope takes back its steps only, newest first, and says which scope', async () => {
  const { undo, undos } = await runOfTravel(undefined);
  expect(await undo({ scope: 'travel' })).toEqual(['hotel.undo', 'flight.undo']);
  expect(undos()).toEqual(['undo.begun travel', 'undo.finished travel']);
});

test('in a pass, only the steps of that pass', async () => {
  const { undo, undos } = await runOfTravel('0', '1');
  expect(await undo({ scope: 'travel', at: '1' })).toEqual(['hotel.undo#1', 'flight.undo#1']);
  expect(undos()).toEqual(['undo.begun travel 1', 'undo.finished travel 1']);
});

test('the undo of the run afterwards takes back the rest, and what was undone is not undone again', async () => {
  const { undo, undos } = await runOfTravel('0', '1');
  await undo({ scope: 'travel', at: '1' });
  expect(await undo()).toEqual(['hotel.undo#0', 'flight.undo#0', 'book.undo']);
  expect(undos().slice(2)).toEqual(['undo.begun', 'undo.finished']);
});

test('asked again, a scope that is undone stays on record once', async () => {
  const { undo, undos } = await runOfTravel(undefined);
  await undo({ scope: 'travel' });
  expect(await undo({ scope: 'travel' })).toEqual([]);
  expect(undos()).toHaveLength(2);
});

test('an end of the run announces its own undo, whatever was undone of a scope before', async () => {
  const { undo, end, whole } = await runOfTravel(undefined);
  await undo({ scope: 'travel' });
  expect(whole()).toBe(false);
  await end(true);
  expect(whole()).toBe(false);
  await undo();
  expect(whole()).toBe(true);
});

test('a scope that is undone while its run is stopped finishes nothing but itself', async () => {
  const { undo, end, undos, whole } = await runOfTravel(undefined);
  await end(true);
  await undo({ scope: 'travel' });
  expect(whole()).toBe(false);
  expect(undos()).toEqual([]);
});

test('a run without effects that ends after the undo of a scope is whole', async () => {
  const { undo, end, whole } = await runOfTravel(undefined);
  await undo({ scope: 'travel' });
  await end(false);
  expect(whole()).toBe(true);
});
