import { createHash } from 'node:crypto';
import { answers, compiled, LOOK, payloadsOf, runOf, throws } from './support.ts';

const EXCEPTION = { state: 'Exception', return: {} };
const TOOLS = `tools:
  take: { handler: ./take.ts, timeout: 10s, input: { type: object }, idempotency: { verify: true }, grants: [{ write: payables }] }
  give: { handler: ./give.ts, timeout: 10s, input: { type: object }, idempotency: { verify: true }, effect: additive, grants: [{ write: payables }] }
  look: { handler: ./look.ts, timeout: 10s, input: { type: object } }
`;
const scope = (onError: string) => `${TOOLS}steps:
  - id: provision
    kind: scope
    steps:
      - { id: take, kind: tool, tool: take, compensate: { tool: give } }
      - { id: risky, kind: tool, tool: look }
    onError: [${onError}]
  - { id: after, kind: tool, tool: look, input: { risky: '{% $exists($steps.risky) ? $steps.risky : "none" %}' } }
onError:
  - { errors: [Refused], steps: [{ id: tell, kind: tool, tool: look, input: { at: '{% $error.step %}', why: '{% $error.message %}' } }], outcome: rejected }
`;
const CONTINUE = `{ errors: [Refused], steps: [{ id: note, kind: tool, tool: look, input: { e: '{% $error %}' } }], outcome: continue }`;
const taken = answers('take', {});
const undone = { state: 'Undo Refused in provision', return: {} };

test('a scope is no state: its steps are read behind it as if it were not there', async () => {
  const result = await runOf(compiled(scope(CONTINUE)), [taken, answers('risky', 7), answers('after', 1)]);
  expect(result.statesEntered).toEqual(['take', 'risky', 'after', 'Done']);
  expect(payloadsOf(result, 'after')).toMatchObject([{ input: { risky: 7 } }]);
});

test('a handler of the scope undoes the scope, and the run goes on behind it', async () => {
  const tasks = [taken, throws('risky', 'Refused', 'no'), undone, answers('note', 1), answers('after', 1)];
  const result = await runOf(compiled(scope(CONTINUE)), tasks);
  expect(result.statesEntered).toEqual([
    'take',
    'risky',
    'Caught Refused in provision',
    'Undo Refused in provision',
    'note',
    'after',
    'Done',
  ]);
  expect(payloadsOf(result, 'note')).toMatchObject([
    { input: { e: { name: 'Refused', message: 'no', step: 'risky' } } },
  ]);
});

test('what fails behind its handler goes on outwards as the error that it is', async () => {
  const fail = CONTINUE.replace('continue', 'fail');
  const tasks = [taken, throws('risky', 'Refused', 'no'), undone, answers('note', 1), answers('tell', 1)];
  const result = await runOf(compiled(scope(fail)), [...tasks, { state: 'Undo Refused', return: {} }]);
  expect(payloadsOf(result, 'tell')).toMatchObject([{ input: { at: 'risky', why: 'no' } }]);
  expect(result.output).toMatchObject({ outcome: 'rejected', error: { name: 'Refused', step: 'risky' } });
});

test('a handler whose own step fails throws on the error that it was asked about', async () => {
  const tasks = [taken, throws('risky', 'Refused', 'no'), undone, throws('note', 'MailDown'), answers('tell', 1)];
  const result = await runOf(compiled(scope(CONTINUE)), [...tasks, { state: 'Undo Refused', return: {} }]);
  expect(result.output).toMatchObject({ outcome: 'rejected', error: { name: 'Refused', message: 'no' } });
});

test('an error that no handler of the scope names goes outwards untouched', async () => {
  const tasks = [taken, throws('risky', 'Boom', 'bang'), { state: 'Undo error', return: {} }, EXCEPTION];
  const result = await runOf(compiled(scope(CONTINUE)), tasks);
  expect(result.statesEntered).not.toContain('Undo Refused in provision');
  expect([result.error, result.cause]).toEqual(['Boom', 'bang']);
});

test.each([`{ errors: any, outcome: continue }`, `{ errors: [Paused, Refused], outcome: fail }`])(
  'what waits for a person undoes nothing, in the scope or around it: %s',
  async (handler) => {
    const result = await runOf(compiled(scope(handler)), [taken, throws('risky', 'Paused', 'closed'), EXCEPTION]);
    expect(result.statesEntered.filter((state) => state.startsWith('Undo'))).toEqual([]);
    expect([result.status, result.error]).toEqual(['FAILED', 'Paused']);
  },
);

test('an undo of a scope that fails is for a person: nobody goes on from it', async () => {
  const failing = { state: 'Undo Refused in provision', throw: { error: 'States.TaskFailed', cause: 'x' } };
  const result = await runOf(compiled(scope(CONTINUE)), [taken, throws('risky', 'Refused', 'no'), failing, EXCEPTION]);
  expect([result.status, result.error]).toEqual(['FAILED', 'UndoFailed']);
  expect(result.cause).toBe('not all that scope provision did could be taken back after Refused: no');
  expect(result.statesEntered.slice(-3)).toEqual(['Caught Paused', 'Exception', 'Failed']);
});

test('the undo of a scope is told its scope, and has a name of its own', async () => {
  const tasks = [taken, throws('risky', 'Refused', 'no'), undone, answers('note', 1), answers('after', 1)];
  const result = await runOf(compiled(scope(CONTINUE)), tasks);
  const started = JSON.stringify(result.history).match(/undo-run-[0-9a-f]+/g)!;
  expect([...new Set(started)]).toEqual([
    `undo-run-${createHash('sha256').update('provision').digest('hex').slice(0, 16)}`,
  ]);
  expect(JSON.stringify(result.history)).toContain(String.raw`\"scope\":\"provision\"`);
});

test('an inner scope answers first, then the one around it, and each has its own $error', async () => {
  const nested = `${TOOLS}steps:
  - id: outer
    kind: scope
    steps:
      - id: inner
        kind: scope
        steps: [{ id: risky, kind: tool, tool: look }]
        onError: [{ errors: [A], outcome: fail, steps: [{ id: first, kind: tool, tool: look, input: { e: '{% $error.name %}' } }] }]
    onError: [{ errors: any, outcome: continue, steps: [{ id: second, kind: tool, tool: look, input: { e: '{% $error.name %}' } }] }]
  - { id: last, kind: tool, tool: look }
`;
  for (const [error, path] of Object.entries({ A: ['first', 'second'], B: ['second'] })) {
    const tasks = [throws('risky', error), answers('first', 1), answers('second', 1), answers('last', 1)];
    const result = await runOf(compiled(nested), tasks);
    expect(result.statesEntered.filter((state) => ['first', 'second'].includes(state))).toEqual(path);
    expect(payloadsOf(result, 'second')).toMatchObject([{ input: { e: error } }]);
    expect(result.status).toBe('SUCCEEDED');
  }
});

test('a scope in a branch answers inside of it, and what it does not answer leaves the branch', async () => {
  const machine = compiled(`${LOOK}steps:
  - id: both
    kind: parallel
    branches:
      - id: one
        steps:
          - id: try
            kind: scope
            steps: [{ id: risky, kind: tool, tool: look }]
            onError: [{ errors: [A], outcome: continue }]
`);
  expect((await runOf(machine, [throws('risky', 'A')])).status).toBe('SUCCEEDED');
  const result = await runOf(machine, [throws('risky', 'B', 'b'), EXCEPTION]);
  expect([result.error, result.cause]).toEqual(['B', 'b']);
});
