import type { TaskMock } from '../../lib/asl/mocks.ts';
import { run } from '../../lib/asl/run.ts';
import type { StateMachine } from '../../lib/asl/types.ts';
import { validate } from '../../lib/asl/validate.ts';
import { undoMachine } from '../../lib/compile/undo.ts';

const INPUT = { run: { id: 'r1', workflow: 'example' }, error: { name: 'Rejected', message: 'no', step: 'review' } };
const next = (step: string): TaskMock => ({
  state: 'Next',
  return: { Payload: { function: `arn:${step}`, payload: { step: `${step}.undo`, input: {} } } },
});
const done: TaskMock = { state: 'Next', return: { Payload: { done: true } } };
const undone: TaskMock = { state: 'Compensate', return: {} };
const undo = (tasks: TaskMock[]) => run(undoMachine() as unknown as StateMachine, INPUT, { mocks: { tasks } });

test('AWS accepts the undo machine', async () => {
  expect(await validate(JSON.stringify(undoMachine()))).toEqual([]);
});

test('compensations run one after the other, as the ledger names them, until it names none', async () => {
  const result = await undo([next('ship'), undone, next('reserve'), undone, done]);
  expect(result.output).toEqual({ undone: true });
  const called = result.history.flatMap((event) => JSON.stringify(event).match(/arn:(?:ship|reserve)\b/)?.[0] ?? []);
  expect([...new Set(called)]).toEqual(['arn:ship', 'arn:reserve']);
});

test('steps that are still at it are waited for, and one that was cut short is asked before it is taken back', async () => {
  const wait: TaskMock = { state: 'Next', return: { Payload: { wait: 8 } } };
  const settle: TaskMock = {
    state: 'Next',
    return: { Payload: { function: 'arn:reserve', payload: { step: 'reserve', input: {}, settle: true } } },
  };
  const result = await undo([wait, settle, undone, next('reserve'), undone, done]);
  expect(result.statesEntered.filter((state) => state !== 'Is there one')).toEqual([
    ...['Next', 'Wait', 'Next', 'Compensate', 'Next', 'Compensate', 'Next', 'Undone'],
  ]);
  expect(JSON.stringify(result.history)).toContain(String.raw`\"settle\":true`);
});

test('a compensation that passes on a second attempt is not an exception', async () => {
  const failing: TaskMock = { state: 'Compensate', throw: { error: 'Ambiguous', cause: 'lost' } };
  const result = await undo([next('ship'), failing, undone, done]);
  expect(result.status).toBe('SUCCEEDED');
});

test('a compensation that fails for good stops the undo and goes to the exception queue with its reason', async () => {
  const failing: TaskMock = {
    state: 'Compensate',
    throw: { error: 'Gone', cause: JSON.stringify({ errorMessage: 'the account is closed' }) },
  };
  const result = await undo([next('ship'), failing, { state: 'Exception', return: {} }]);
  expect(result.statesEntered).toEqual(['Next', 'Is there one', 'Compensate', 'Exception', 'Failed']);
  expect([result.status, result.error]).toEqual(['FAILED', 'UndoFailed']);
  const filed = result.history.map((event) => JSON.stringify(event)).find((text) => text.includes('${fn_exception}'));
  expect(filed).toContain('Gone: the account is closed');
  expect(filed).toContain('ship.undo');
});

test('a doubt about what is left to undo is about the step that failed, not about the one undone before', async () => {
  const doubt: TaskMock = { state: 'Next', throw: { error: 'InDoubt', cause: 'steps in doubt: pay' } };
  const result = await undo([next('ship'), undone, doubt, { state: 'Exception', return: {} }]);
  const filed = result.history.map((event) => JSON.stringify(event)).find((text) => text.includes('${fn_exception}'));
  expect(filed).toContain('InDoubt: steps in doubt: pay');
  expect(filed).toContain(String.raw`\"step\":\"review\"`);
});
