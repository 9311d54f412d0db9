import { validate } from '../../lib/asl/validate.ts';
import { compiled, LOOK } from './support.ts';
import { Late, Thrown, whole } from './whole.ts';

const DEADLINE = `tools:
  take: { handler: ./take.ts, timeout: 10s, input: { type: object }, idempotency: { verify: true }, grants: [{ write: payables }] }
  give: { handler: ./give.ts, timeout: 10s, input: { type: object }, idempotency: { verify: true }, effect: additive, grants: [{ write: payables }] }
  look: { handler: ./look.ts, timeout: 10s, input: { type: object } }
input: { type: object, properties: { n: { type: integer } } }
steps:
  - { id: before, kind: tool, tool: look }
  - id: provision
    kind: scope
    deadline: 2h
    steps:
      - { id: take, kind: tool, tool: take, compensate: { tool: give }, input: { before: '{% $steps.before %}', n: '{% $input.n %}', run: '{% $run.id %}' } }
      - { id: review, kind: approval, title: T, reason: R, approvers: { role: clerk }, sla: 30m, timeout: 1h }
    onError:
      - { errors: [DeadlineExceeded, Rejected], outcome: continue, steps: [{ id: note, kind: tool, tool: look, input: { e: '{% $error %}', take: '{% $exists($steps.take) ? $steps.take : "none" %}' } }] }
  - { id: after, kind: tool, tool: look, input: { take: '{% $exists($steps.take) ? $steps.take : "none" %}' } }
`;

test('a scope with a deadline is a part: it is told what it reads, and what it gives is read behind it', async () => {
  const machine = compiled(DEADLINE);
  const run = await whole(machine, ({ fn }) => fn, { n: 4 });
  expect(Object.keys(machine.parts)).toEqual(['provision']);
  expect(run.of('take')).toMatchObject([
    { run: { id: 'run', workflow: 'example' }, input: { before: 'before', n: 4, run: 'run' } },
  ]);
  expect(run.of('after')).toMatchObject([{ input: { take: 'take' } }]);
  expect(run.status).toBe('SUCCEEDED');
});

test('when the deadline passes the scope fails with DeadlineExceeded, and its handlers answer', async () => {
  const late = await whole(
    compiled(
      DEADLINE.replace('timeout: 10s', 'timeout: 14m')
        .replace('deadline: 2h', 'deadline: 10m')
        .replace('timeout: 1h', 'timeout: 9m')
        .replace('sla: 30m', 'sla: 8m'),
    ),
    ({ fn }) => (fn === 'take' ? new Late(601) : null),
    { n: 1 },
  );
  const e = { name: 'DeadlineExceeded', message: 'scope provision was not done within 10m', step: 'provision' };
  expect(late.of('note')).toMatchObject([{ input: { e, take: 'none' } }]);
  expect(late.entered).toContain('Undo DeadlineExceeded in provision');
  expect(late.executions.find(({ machine }) => machine === 'undo_machine')!.input).toMatchObject({
    scope: 'provision',
    run: { id: 'run' },
  });
  expect(late.status).toBe('SUCCEEDED');
});

test('an error of a part finds its handler by its name and keeps its step, and what was given before it is known', async () => {
  const run = await whole(compiled(DEADLINE), ({ fn }) => (fn === 'review' ? new Thrown('Rejected', 'no') : fn), {
    n: 1,
  });
  expect(run.of('note')).toMatchObject([
    { input: { e: { name: 'Rejected', message: 'no', step: 'review' }, take: 'take' } },
  ]);
});

test('an error of a part that nobody takes ends the run as what it is', async () => {
  const run = await whole(compiled(DEADLINE), ({ fn }) => (fn === 'take' ? new Thrown('Boom', 'bang') : fn), { n: 1 });
  expect([run.status, run.error, run.cause]).toEqual(['FAILED', 'Boom', 'bang']);
  expect(run.of('exception')).toMatchObject([{ error: { name: 'Boom', step: 'take' } }]);
});

const POLL = `${LOOK}steps:
  - { id: before, kind: tool, tool: look }
  - id: poll
    kind: loop
    max: 5000
    every: 5s
    until: '{% $steps.ask.ready %}'
    steps:
      - { id: ask, kind: tool, tool: look, input: { n: '{% $index %}', b: '{% $steps.before %}', last: '{% $exists($steps.ask) ? $steps.ask.n : -1 %}' } }
output: { poll: '{% $steps.poll %}', ask: '{% $steps.ask.n %}' }
`;

test('a loop of many rounds runs in parts, and nobody can tell', async () => {
  const machine = compiled(POLL);
  expect(Object.keys(machine.parts)).toEqual(['poll']);
  const run = await whole(machine, ({ fn, nth }) => (fn === 'ask' ? { ready: nth === 1100, n: nth } : 'b'));
  expect(run.output).toEqual({
    outcome: 'succeeded',
    output: { poll: { rounds: 1101, done: true }, ask: 1100 },
  });
  const asked = run.of('ask');
  expect(
    asked.every(({ at, input }, n) => at === String(n) && input!.n === n && input!.last === n - 1 && input!.b === 'b'),
  ).toBe(true);
  expect(run.executions.length).toBeGreaterThan(2);
  expect(new Set(run.executions.map(({ name }) => name)).size).toBe(run.executions.length);
  expect(Math.max(...run.executions.map(({ events }) => events))).toBeLessThan(20_000);
  expect(run.end - Date.UTC(2026, 0, 1)).toBe(1100 * 5000);
}, 60_000);

const LONG = `${LOOK}input: { type: object, properties: { skip: { type: boolean }, lines: { type: array } } }
steps:
  - { id: first, kind: tool, tool: look }
  - { id: a, kind: map, mode: inline, items: '{% $input.lines %}', maxItems: 400, steps: [{ id: in-a, kind: tool, tool: look, input: { f: '{% $steps.first %}' } }] }
  - { id: which, kind: choice, choices: [{ when: '{% $input.skip %}', next: last }], otherwise: b }
  - { id: b, kind: map, mode: inline, items: '{% $input.lines %}', maxItems: 800, steps: [{ id: in-b, kind: tool, tool: look, input: { a: '{% $steps.a %}' } }] }
  - { id: middle, kind: tool, tool: look, input: { b: '{% $steps.b %}' } }
  - { id: c, kind: map, mode: inline, items: '{% $input.lines %}', maxItems: 800, steps: [{ id: in-c, kind: tool, tool: look }] }
  - { id: last, kind: tool, tool: look, input: { m: '{% $exists($steps.middle) ? $steps.middle : "none" %}', c: '{% $exists($steps.c) ? $steps.c : "none" %}' } }
output: '{% $steps.last %}'
`;

test.each([
  [false, 'middle', ['in_c', 'in_c']],
  [true, 'none', 'none'],
])('stretches whose history would be too long are parts, which jumps leave (skip: %s)', async (skip, m, c) => {
  const machine = compiled(LONG);
  expect(Object.keys(machine.parts).length).toBeGreaterThan(1);
  const run = await whole(machine, ({ fn }) => fn, { skip, lines: [1, 2] });
  expect(run.output).toMatchObject({ outcome: 'succeeded', output: 'last' });
  expect(run.of('last')).toMatchObject([{ input: { m, c } }]);
  for (const part of Object.values(machine.parts)) expect(await validate(JSON.stringify(part))).toEqual([]);
});

test('a machine too large for Step Functions is split', async () => {
  const steps = Array.from(
    { length: 1200 },
    (_, n) =>
      `  - { id: s${n}, kind: tool, tool: look, input: { n: '{% $exists($steps.s${Math.max(0, n - 7)}) %}' } }\n`,
  );
  const machine = compiled(`${LOOK}steps:\n${steps.join('')}`);
  expect(Object.keys(machine.parts).length).toBeGreaterThan(1);
  expect(JSON.stringify(machine.asl).length).toBeLessThan(900_000);
  const run = await whole(machine, () => 1);
  expect(run.status).toBe('SUCCEEDED');
  expect(run.calls.map(({ payload }) => payload.step)).toEqual(steps.map((_, n) => `s${n}`));
}, 60_000);
