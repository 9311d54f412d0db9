import type { Command, Event } from '../../lib/asl/events.ts';
import type { Snapshot } from '../../lib/asl/snapshot.ts';
import { step } from '../../lib/asl/step.ts';
import type { StateMachine } from '../../lib/asl/types.ts';

const task = (more: object = { End: true }) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'f' },
  ...more,
});

const branch = (name: string) => ({ StartAt: name, States: { [name]: task() } });

/** Drives an execution by hand: tasks are answered by the name of their state. */
function driver(definition: object) {
  let snapshot: Snapshot | undefined;
  let clock = 0;
  const open = new Map<string, string>();
  const asked: string[] = [];
  const send = async (fact: object): Promise<void> => {
    const event = { at: clock++, seed: String(clock), ...fact } as Event;
    const result = await step(definition as StateMachine, snapshot, event);
    snapshot = result.snapshot;
    result.commands.forEach(note);
  };
  const note = (command: Command): void => {
    if (command.type !== 'scheduleTask') return;
    open.set(command.state, command.taskId);
    asked.push(command.state);
  };
  const execution = { id: 'a:b:c:d:e:f:g', name: 'x', roleArn: 'r', stateMachine: { id: 'm', name: 'm' } };
  return {
    asked,
    start: () => send({ type: 'executionStarted', execution, input: {} }),
    succeed: (state: string) => send({ type: 'taskSucceeded', taskId: open.get(state), output: state }),
    fail: (state: string) => send({ type: 'taskFailed', taskId: open.get(state), error: 'Down' }),
    stop: () => send({ type: 'executionStopped' }),
    redrive: () => send({ type: 'executionRedriven' }),
    state: () => snapshot as Snapshot,
  };
}

const fan = {
  QueryLanguage: 'JSONata',
  StartAt: 'Fan',
  States: { Fan: { Type: 'Parallel', Branches: ['A', 'B', 'C'].map(branch), End: true } },
};

test('a redrive keeps the branches that succeeded and tries the others again', async () => {
  const it = driver(fan);
  await it.start();
  await it.succeed('A');
  await it.fail('B');
  expect(it.state().status).toBe('FAILED');
  it.asked.length = 0;
  await it.redrive();
  expect(it.asked).toEqual(['B', 'C']);
  await it.succeed('B');
  await it.succeed('C');
  expect(it.state()).toMatchObject({ status: 'SUCCEEDED', output: ['A', 'B', 'C'], redrives: 1 });
});

test('a redrive goes on from the state that failed, not from the task before it', async () => {
  const it = driver({
    QueryLanguage: 'JSONata',
    StartAt: 'First',
    States: {
      First: task({ Next: 'Broken' }),
      Broken: { Type: 'Pass', Output: '{% $states.input.missing %}', Next: 'Last' },
      Last: task(),
    },
  });
  await it.start();
  await it.succeed('First');
  expect(it.state().status).toBe('FAILED');
  await it.redrive();
  expect(it.asked).toEqual(['First']);
  expect(it.state()).toMatchObject({ status: 'FAILED', redrives: 1 });
});

test('a stopped execution is redriven from what it waited for', async () => {
  const it = driver(fan);
  await it.start();
  await it.succeed('B');
  await it.stop();
  it.asked.length = 0;
  await it.redrive();
  expect(it.asked).toEqual(['A', 'C']);
});

test('iterations of a Map that succeeded are kept, and those not yet begun follow', async () => {
  const it = driver({
    QueryLanguage: 'JSONata',
    StartAt: 'Each',
    States: { Each: { Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 1, ItemProcessor: branch('Do'), End: true } },
  });
  await it.start();
  await it.succeed('Do');
  await it.fail('Do');
  await it.redrive();
  await it.succeed('Do');
  await it.succeed('Do');
  expect(it.asked).toHaveLength(4);
  expect(it.state()).toMatchObject({ status: 'SUCCEEDED', output: ['Do', 'Do', 'Do'] });
});

test('an execution that runs or has succeeded is not redriven', async () => {
  const it = driver(fan);
  await it.start();
  const before = it.state();
  await it.redrive();
  expect(it.state()).toEqual(before);
});
