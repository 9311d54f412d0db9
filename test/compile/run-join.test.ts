import type { TaskMock } from '../../lib/asl/mocks.ts';
import { validate } from '../../lib/asl/validate.ts';
import { answers, compiled, LOOK, payloadsOf, runOf, throws } from './support.ts';

const EXCEPTION = { state: 'Exception', return: {} };
const QUOTES = `${LOOK}steps:
  - id: quotes
    kind: parallel
    join: { need: 2 }
    branches:
      - { id: a, steps: [{ id: ask-a, kind: tool, tool: look }] }
      - { id: b, steps: [{ id: ask-b, kind: tool, tool: look }] }
      - { id: c, steps: [{ id: ask-c, kind: tool, tool: look }] }
output: { a: '{% $exists($steps.\`ask-a\`) ? $steps.\`ask-a\` : "none" %}', all: '{% $steps.quotes %}' }
`;
const counted = (branch: string): TaskMock => ({ state: `End quotes ${branch}`, return: { Payload: {} } });
const enough = (branch: string) => throws(`End quotes ${branch}`, 'Joined', 'enough');
const ask = (branch: string) => answers(`ask-${branch}`, branch.toUpperCase());
const collected = answers('Collect quotes', { 'ask-a': 'A', 'ask-b': 'B' });

test('each branch tells the join what it gave, and enough of them end the step with what is there', async () => {
  const tasks = [ask('a'), ask('b'), ask('c'), counted('a'), enough('b'), counted('c'), collected];
  const result = await runOf(compiled(QUOTES), tasks);
  expect(payloadsOf(result, 'join')).toContainEqual(
    expect.objectContaining({ join: 'quotes', branch: 'a', need: 2, of: 3, results: { 'ask-a': 'A' } }),
  );
  expect(payloadsOf(result, 'join').at(-1)).toMatchObject({ join: 'quotes', collect: true });
  expect(result.output).toMatchObject({ output: { a: 'A', all: { 'ask-a': 'A', 'ask-b': 'B' } } });
});

test('a branch that fails is counted, and stops nothing as long as enough others can come', async () => {
  const lost: TaskMock = { state: 'Lost quotes c', return: { Payload: {} } };
  const tasks = [throws('ask-c', 'Busy', 'later'), lost, ask('a'), ask('b'), counted('a'), enough('b'), collected];
  const result = await runOf(compiled(QUOTES), tasks);
  expect(payloadsOf(result, 'join')).toContainEqual(
    expect.objectContaining({ branch: 'c', error: { name: 'Busy', message: 'later', step: 'ask-c' } }),
  );
  expect(result.status).toBe('SUCCEEDED');
});

test('the last error is thrown when enough can no longer come, with its own step', async () => {
  const lost: TaskMock = { state: 'Lost quotes b', return: { Payload: {} } };
  const tasks = [throws('ask-b', 'A'), lost, throws('ask-c', 'Busy', 'later'), throws('Lost quotes c', 'Busy', 'x')];
  const result = await runOf(compiled(QUOTES), [ask('a'), counted('a'), ...tasks, EXCEPTION]);
  expect(payloadsOf(result, 'exception')).toMatchObject([{ error: { name: 'Busy', message: 'later', step: 'ask-c' } }]);
});

test('AWS accepts a join', async () => {
  expect(await validate(JSON.stringify(compiled(QUOTES).asl))).toEqual([]);
});
