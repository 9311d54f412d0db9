import type { Mocks } from '../../lib/asl/mocks.ts';
import { run } from '../../lib/asl/run.ts';
import type { Json, StateMachine } from '../../lib/asl/types.ts';

const machine = (state: object, language = 'JSONata'): StateMachine =>
  ({
    QueryLanguage: language,
    StartAt: 'Work',
    States: { Work: state, Caught: { Type: 'Pass', End: true } },
  }) as unknown as StateMachine;

const task = (more: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'f' },
  End: true,
  ...more,
});

const fails = (...errors: string[]): Mocks => ({ tasks: errors.map((error) => ({ state: 'Work', throw: { error } })) });

const catching = (name: string) => task({ Catch: [{ ErrorEquals: [name], Next: 'Caught' }] });

test.each([
  ['States.ALL', 'Anything', true],
  ['States.ALL', 'States.Timeout', true],
  ['States.ALL', 'States.Runtime', false],
  ['States.Runtime', 'States.Runtime', false],
  ['States.TaskFailed', 'Anything', true],
  ['States.TaskFailed', 'States.Timeout', false],
  ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
  ['Other', 'Anything', false],
])('a Catch of %s and an error %s: caught is %s', async (name, error, caught) => {
  const { status } = await run(machine(catching(name)), {}, { mocks: fails(error) });
  expect(status).toBe(caught ? 'SUCCEEDED' : 'FAILED');
});

test('States.ALL does not catch an output that the interpreter finds too large; its own name does', async () => {
  const large = (name: string) => machine({ ...catching(name), Output: "{% $pad('', 270000, 'x') %}" });
  const mocks: Mocks = { tasks: [{ state: 'Work', return: 1 }] };
  expect((await run(large('States.ALL'), {}, { mocks })).error).toBe('States.DataLimitExceeded');
  expect((await run(large('States.DataLimitExceeded'), {}, { mocks })).status).toBe('SUCCEEDED');
});

test('an expression that gives nothing is a States.QueryEvaluationError that a Catch sees', async () => {
  const state = { ...catching('States.QueryEvaluationError'), Arguments: '{% $states.input.missing %}' };
  const { output } = await run(machine(state), {});
  expect(output).toEqual({
    Error: 'States.QueryEvaluationError',
    Cause:
      "An error occurred while executing the state 'Work' (entered at the event id #2). The JSONata expression " +
      "'$states.input.missing' specified for the field 'Arguments' returned nothing (undefined).",
  });
});

test('retries wait interval × rate, capped, and then the Catch gets the last error', async () => {
  const state = task({
    Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3, MaxDelaySeconds: 10 }],
    Catch: [{ ErrorEquals: ['Busy'], Next: 'Caught' }],
  });
  const { history, status } = await run(machine(state), {}, { mocks: fails('Busy', 'Busy', 'Busy', 'Busy') });
  const scheduled = history.filter(({ type }) => type === 'TaskScheduled').map(({ timestamp }) => timestamp);
  expect(scheduled.slice(1).map((at, index) => (at - (scheduled[index] as number)) / 1000)).toEqual([2, 6, 10]);
  expect(status).toBe('SUCCEEDED');
});

test('full jitter waits anything up to the delay, from the recorded seed', async () => {
  const state = task({
    Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 100, MaxAttempts: 1, JitterStrategy: 'FULL' }],
  });
  const waits = await Promise.all(
    ['a', 'b', 'c'].map(async (seed) => {
      const { history } = await run(machine(state), {}, { mocks: fails('Busy', 'Busy'), seed });
      const [first, second] = history.filter(({ type }) => type === 'TaskScheduled');
      return (second!.timestamp - first!.timestamp) / 1000;
    }),
  );
  expect(new Set(waits).size).toBe(3);
  expect(waits.every((wait) => wait >= 0 && wait <= 100)).toBe(true);
});

test('each retrier counts its own attempts', async () => {
  const state = task({
    Retry: [
      { ErrorEquals: ['A'], MaxAttempts: 1 },
      { ErrorEquals: ['B'], MaxAttempts: 1 },
    ],
  });
  const { error, history } = await run(machine(state), {}, { mocks: fails('A', 'B', 'A') });
  expect(error).toBe('A');
  expect(history.filter(({ type }) => type === 'TaskScheduled')).toHaveLength(3);
});

test('a task that takes longer than its timeout fails, and its late answer is not heard', async () => {
  const mocks: Mocks = { lambdas: { f: { behaviour: 'sleep', seconds: 60 } } };
  const { error, history } = await run(machine(task({ TimeoutSeconds: 5 })), {}, { mocks });
  expect(error).toBe('States.Timeout');
  expect(history.at(-2)?.type).toBe('TaskTimedOut');
});

test('a failing branch stops its siblings and fails the Parallel state', async () => {
  const slow = { StartAt: 'Slow', States: { Slow: { Type: 'Wait', Seconds: 3600, End: true } } };
  const bad = { StartAt: 'Bad', States: { Bad: { Type: 'Fail', Error: 'Broken', Cause: 'on purpose' } } };
  const state = { Type: 'Parallel', Branches: [slow, bad], End: true };
  const { error, cause, history } = await run(machine(state), {});
  expect([error, cause]).toEqual(['Broken', 'on purpose']);
  expect(history.at(-1)!.timestamp).toBe(history[0]!.timestamp);
});

const distributed = (more: object) => ({
  Type: 'Map',
  Items: [1, 2, 3, 4],
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Odd',
    States: {
      Odd: { Type: 'Choice', Choices: [{ Condition: '{% $states.input % 2 = 1 %}', Next: 'Bad' }], Default: 'Good' },
      Bad: { Type: 'Fail', Error: 'Odd' },
      Good: { Type: 'Succeed' },
    },
  },
  End: true,
  ...more,
});

test.each<[object, Json | undefined]>([
  [{}, undefined],
  [{ ToleratedFailureCount: 1 }, undefined],
  [{ ToleratedFailureCount: 2 }, [2, 4]],
  [{ ToleratedFailurePercentage: 50 }, [2, 4]],
  [{ ToleratedFailurePercentage: 49 }, undefined],
])('a distributed Map with two of four failing and %j gives %j', async (limits, output) => {
  const result = await run(machine(distributed(limits)), {});
  expect(result.output).toEqual(output);
  expect(result.error).toBe(output ? undefined : 'States.ExceedToleratedFailureThreshold');
});

test('a loop without end stops at the limit of the history', async () => {
  const loop = {
    StartAt: 'A',
    States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } },
  } as unknown as StateMachine;
  const { status, cause, history } = await run(loop, {});
  expect(status).toBe('FAILED');
  expect(cause).toBe('The execution reached the maximum number of history events (25000).');
  expect(history).toHaveLength(25_000);
});

test('an execution that takes longer than TimeoutSeconds of its machine is TIMED_OUT', async () => {
  const slow = { ...machine({ Type: 'Wait', Seconds: 60, Next: 'Caught' }), TimeoutSeconds: 10 };
  expect((await run(slow, {})).status).toBe('TIMED_OUT');
});
