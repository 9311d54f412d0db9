import { answers, compiled, LOOK, payloadsOf, runOf, throws } from './support.ts';

const EXCEPTION = { state: 'Exception', return: {} };
const poll = (more: string) => `${LOOK}steps:
  - id: poll
    kind: loop
    max: 3
    until: '{% $steps.ask.ready %}'
${more}
    steps: [{ id: ask, kind: tool, tool: look, input: { round: '{% $index %}', before: '{% $exists($steps.ask) ? $steps.ask.n : "none" %}' } }]
output: { loop: '{% $steps.poll %}', last: '{% $steps.ask.n %}' }
`;
const rounds = (...ready: boolean[]) => ready.map((each, n) => answers('ask', { ready: each, n }));

test('rounds go on until it is true, and each knows its number and what the one before gave', async () => {
  const result = await runOf(compiled(poll('')), rounds(false, true));
  expect(result.statesEntered).toEqual(['poll', 'ask', 'Until poll', 'ask', 'Until poll', 'Done']);
  expect(payloadsOf(result, 'ask')).toMatchObject([
    { at: '0', input: { round: 0, before: 'none' } },
    { at: '1', input: { round: 1, before: 0 } },
  ]);
  expect(result.output).toMatchObject({ output: { loop: { rounds: 2, done: true }, last: 1 } });
});

test('a pause lies between two rounds, not before the first and not behind the last', async () => {
  const result = await runOf(compiled(poll('    every: 5m')), rounds(false, false, true));
  expect(result.history.at(-1)!.timestamp - result.history[0]!.timestamp).toBe(2 * 300_000);
});

test('a loop that is exhausted fails with a name that handlers can take', async () => {
  const result = await runOf(compiled(poll('')), [...rounds(false, false, false), EXCEPTION]);
  expect(payloadsOf(result, 'ask')).toHaveLength(3);
  expect([result.error, result.cause]).toEqual(['LoopExhausted', "'until' of poll was not true after 3 rounds"]);
  expect(payloadsOf(result, 'exception')).toMatchObject([{ error: { step: 'poll' } }]);
});

test('or goes on, and says that it is not done', async () => {
  const result = await runOf(compiled(poll('    exhausted: continue')), rounds(false, false, false));
  expect(result.output).toMatchObject({ output: { loop: { rounds: 3, done: false }, last: 2 } });
});

test('a scope around a loop answers its exhaustion', async () => {
  const machine = compiled(`${LOOK}steps:
  - id: try
    kind: scope
    steps:
      - { id: poll, kind: loop, max: 1, until: '{% false %}', steps: [{ id: ask, kind: tool, tool: look }] }
    onError: [{ errors: [LoopExhausted], outcome: continue }]
  - { id: last, kind: tool, tool: look }
`);
  const result = await runOf(machine, [...rounds(false), answers('last', 1)]);
  expect(result.statesEntered.slice(-3)).toEqual(['Caught LoopExhausted in try', 'last', 'Done']);
});

test('loops in loops begin anew, and a step knows all its rounds', async () => {
  const machine = compiled(`${LOOK}steps:
  - id: outer
    kind: loop
    max: 2
    exhausted: continue
    until: '{% false %}'
    steps:
      - { id: inner, kind: loop, max: 2, exhausted: continue, until: '{% false %}', steps: [{ id: ask, kind: tool, tool: look, input: { i: '{% $index %}' } }] }
`);
  const result = await runOf(machine, rounds(false, false, false, false));
  expect(payloadsOf(result, 'ask').map((payload) => (payload as { at: string }).at)).toEqual([
    '0.0',
    '0.1',
    '1.0',
    '1.1',
  ]);
});

test('a step that fails in a round leaves the loop', async () => {
  const result = await runOf(compiled(poll('')), [...rounds(false), throws('ask', 'Boom'), EXCEPTION]);
  expect(result.error).toBe('Boom');
});
