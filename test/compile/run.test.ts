import type { TaskMock } from '../../lib/asl/mocks.ts';
import { answers, compiled, LOOK, payloadsOf, runOf, throws } from './support.ts';

const EXCEPTION: TaskMock = { state: 'Exception', return: {} };

test('outputs travel from step to step and into the output of the run', async () => {
  const machine = compiled(`${LOOK}steps:
  - { id: first, kind: tool, tool: look, input: { n: '{% $input.n %}' } }
  - { id: second-step, kind: tool, tool: look, input: { got: '{% $steps.first.n + 1 %}', run: '{% $run.id %}' } }
output: { a: '{% $steps.\`second-step\`.x %}', version: '{% $run.version %}', name: '{% $run.workflow %}' }
`);
  const result = await runOf(machine, [answers('first', { n: 1 }), answers('second-step', { x: [7] })], { n: 4 });
  expect(result.output).toEqual({ outcome: 'succeeded', output: { a: [7], version: '1.0.0', name: 'example' } });
  expect(payloadsOf(result, 'first')).toMatchObject([{ step: 'first', attempt: 0, input: { n: 4 } }]);
  expect(payloadsOf(result, 'second_step')).toMatchObject([{ input: { got: 2, run: 'run' } }]);
});

const WAYS = `${LOOK}input: { type: object, properties: { ask: { type: boolean } } }
steps:
  - { id: read, kind: tool, tool: look }
  - { id: which, kind: choice, choices: [{ when: '{% $input.ask %}', next: ask }], otherwise: use }
  - { id: ask, kind: tool, tool: look }
  - { id: use, kind: tool, tool: look, input: { value: '{% $exists($steps.ask) ? $steps.ask : $steps.read %}' } }
output: { asked: '{% $exists($steps.ask) %}' }
`;

test.each([
  [true, 'asked'],
  [false, 'read'],
])('a step that was passed by is asked for with $exists (asked: %s)', async (ask, value) => {
  const tasks = [answers('read', 'read'), answers('ask', 'asked'), answers('use', null)];
  const result = await runOf(compiled(WAYS), tasks, { ask });
  expect(payloadsOf(result, 'use')).toMatchObject([{ input: { value } }]);
  expect(result.output).toEqual({ outcome: 'succeeded', output: { asked: ask } });
});

const BRANCHES = `${LOOK}input: { type: object, properties: { deep: { type: boolean } } }
steps:
  - { id: before, kind: tool, tool: look }
  - id: both
    kind: parallel
    branches:
      - id: one
        steps:
          - { id: left, kind: tool, tool: look, input: { seen: '{% $steps.before %}' } }
          - { id: left-end, kind: tool, tool: look, input: { seen: '{% $steps.left %}' } }
      - id: two
        steps:
          - { id: fork, kind: choice, choices: [{ when: '{% $input.deep %}', next: inner }], otherwise: end }
          - id: inner
            kind: parallel
            branches: [{ id: only, steps: [{ id: deep, kind: tool, tool: look }] }]
  - { id: after, kind: tool, tool: look, input: { left: '{% $steps.left %}', end: '{% $steps.\`left-end\` %}' } }
output: { deep: '{% $exists($steps.deep) ? $steps.deep : "none" %}', both: '{% $steps.both %}' }
`;

test.each([
  [true, 'd'],
  [false, 'none'],
])('branches hand their outputs outwards, however deep (deep: %s)', async (deep, expected) => {
  const names = ['before', 'left', 'left-end', 'after'];
  const tasks = [...names.map((name) => answers(name, name)), answers('deep', 'd')];
  const result = await runOf(compiled(BRANCHES), tasks, { deep });
  expect(payloadsOf(result, 'left_end')).toMatchObject([{ input: { seen: 'left' } }]);
  expect(payloadsOf(result, 'after')).toMatchObject([{ input: { left: 'left', end: 'left-end' } }]);
  expect(result.output).toMatchObject({
    output: { deep: expected, both: { left: 'left', 'left-end': 'left-end', ...(deep && { deep: 'd' }) } },
  });
});

const SAGA = `tools:
  take: { handler: ./take.ts, timeout: 10s, input: { type: object }, idempotency: { verify: true }, grants: [{ write: payables }] }
  give: { handler: ./give.ts, timeout: 10s, input: { type: object }, idempotency: { verify: true }, effect: additive, grants: [{ write: payables }] }
  look: { handler: ./look.ts, timeout: 10s, input: { type: object } }
steps:
  - { id: take, kind: tool, tool: take, compensate: { tool: give } }
  - { id: review, kind: approval, title: T, reason: R, approvers: { role: clerk }, sla: 1h, timeout: 24h }
  - id: both
    kind: parallel
    branches: [{ id: one, steps: [{ id: risky, kind: tool, tool: look }] }]
onError:
  - errors: [Rejected, Expired]
    steps:
      - { id: tell, kind: tool, tool: look, input: { why: '{% $error.message %}', at: '{% $error.step %}', what: '{% $error.name %}' } }
    outcome: rejected
`;
const TAKEN = answers('take', {});
const UNDONE: TaskMock = { state: 'Undo Rejected', return: {} };
const saga = (...tasks: TaskMock[]) => runOf(compiled(SAGA), [TAKEN, ...tasks, answers('tell', {}), EXCEPTION]);
const approved: TaskMock = { state: 'review', return: { decision: 'approve' } };

test('a rejection is undone, told and ends well as rejected', async () => {
  const result = await saga(throws('review', 'Rejected', 'not ours'), UNDONE);
  expect(result.statesEntered).toEqual(['take', 'review', 'Caught Rejected', 'Undo Rejected', 'tell', 'Rejected']);
  expect(payloadsOf(result, 'tell')).toMatchObject([{ input: { why: 'not ours', at: 'review', what: 'Rejected' } }]);
  expect(result.output).toEqual({
    outcome: 'rejected',
    error: { name: 'Rejected', message: 'not ours', step: 'review' },
  });
});

test('an approval that nobody decides fails with Expired', async () => {
  const result = await saga({ state: 'review', throw: { error: 'States.Timeout', cause: null } }, UNDONE);
  expect(result.output).toMatchObject({
    error: { name: 'Expired', message: 'nobody has decided review within 24h', step: 'review' },
  });
});

test('an error inside a branch is known by its own step', async () => {
  const result = await saga(approved, throws('risky', 'Rejected', 'inside'), UNDONE);
  expect(payloadsOf(result, 'tell')).toMatchObject([{ input: { why: 'inside', at: 'risky' } }]);
});

test('what nobody takes is undone, goes to the exception queue and fails with its own error', async () => {
  const result = await saga(approved, throws('risky', 'Boom', 'it broke'), { state: 'Undo error', return: {} });
  expect(result.statesEntered.slice(-5)).toEqual([
    'Failed both one',
    'Caught error',
    'Undo error',
    'Exception',
    'Failed',
  ]);
  expect([result.status, result.error, result.cause]).toEqual(['FAILED', 'Boom', 'it broke']);
  expect(payloadsOf(result, 'exception')).toMatchObject([
    { error: { name: 'Boom', message: 'it broke', step: 'risky' } },
  ]);
});

test('a step that is paused is not tried again, and what was done so far stays for the person who looks', async () => {
  const result = await saga(approved, throws('risky', 'Paused', 'the books are closed until Monday'));
  expect(payloadsOf(result, 'risky')).toHaveLength(1);
  expect(result.statesEntered.slice(-3)).toEqual(['Caught Paused', 'Exception', 'Failed']);
  expect([result.status, result.error, result.cause]).toEqual([
    'FAILED',
    'Paused',
    'the books are closed until Monday',
  ]);
});

test.each(['States.TaskFailed', 'StepFunctions.ExecutionAlreadyExistsException'])(
  'a rejection whose undo ends in %s is an exception, not a rejection',
  async (error) => {
    const result = await saga(throws('review', 'Rejected'), { state: 'Undo Rejected', throw: { error, cause: 'x' } });
    expect([result.status, result.error]).toEqual(['FAILED', 'Rejected']);
    expect(result.statesEntered).toContain('Exception');
  },
);

test('an error handler that fails itself is an exception with the error that began it', async () => {
  const tasks = [TAKEN, throws('review', 'Rejected'), UNDONE, throws('tell', 'MailDown'), EXCEPTION];
  const result = await runOf(compiled(SAGA), tasks);
  expect([result.status, result.error]).toEqual(['FAILED', 'Rejected']);
});

test('data beyond the limit is caught, though States.ALL leaves it out', async () => {
  const result = await saga(
    { state: 'review', throw: { error: 'States.DataLimitExceeded', cause: 'too large' } },
    {
      state: 'Undo error',
      return: {},
    },
  );
  expect(result.error).toBe('States.DataLimitExceeded');
  expect(result.statesEntered).toContain('Exception');
});

test('a failure that passes is tried again, and the attempt is counted', async () => {
  const machine = compiled(`${LOOK}steps: [{ id: first, kind: tool, tool: look }]\n`);
  const result = await runOf(machine, [
    throws('first', 'Retryable'),
    throws('first', 'Ambiguous'),
    answers('first', 1),
  ]);
  expect(result.status).toBe('SUCCEEDED');
  expect(payloadsOf(result, 'first')).toMatchObject([{ attempt: 0 }, { attempt: 1 }, { attempt: 2 }]);
});

test('four attempts are all there are, and the last error is the one that counts', async () => {
  const machine = compiled(`${LOOK}steps: [{ id: first, kind: tool, tool: look }]\n`);
  const tasks = Array.from({ length: 10 }, () => throws('first', 'Retryable', 'still down'));
  const result = await runOf(machine, [...tasks, EXCEPTION]);
  expect(payloadsOf(result, 'first')).toHaveLength(4);
  expect(result.cause).toBe('still down');
});

test('waiting takes its time, and choices may end the run', async () => {
  const machine = compiled(`${LOOK}input: { type: object, properties: { stop: { type: boolean } } }
steps:
  - { id: pause, kind: wait, for: 2h }
  - { id: which, kind: choice, choices: [{ when: '{% $input.stop %}', next: end }], otherwise: first }
  - { id: first, kind: tool, tool: look }
`);
  const result = await runOf(machine, [], { stop: true });
  expect(result.statesEntered).toEqual(['pause', 'which', 'Done']);
  expect(result.history.at(-1)!.timestamp - result.history[0]!.timestamp).toBe(2 * 3600 * 1000);
});
