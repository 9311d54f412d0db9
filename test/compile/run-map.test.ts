import { answers, compiled, LOOK, payloadsOf, runOf, throws } from './support.ts';

const EXCEPTION = { state: 'Exception', return: {} };
const INPUT = 'input: { type: object, properties: { lines: { type: array } } }\n';
const lines = (more: string) => `${LOOK}${INPUT}steps:
  - { id: before, kind: tool, tool: look }
  - id: lines
    kind: map
    items: '{% $input.lines %}'
    maxItems: 3
    steps:
      - { id: price, kind: tool, tool: look, input: { item: '{% $item %}', index: '{% $index %}', seen: '{% $steps.before %}' } }
      - { id: book, kind: tool, tool: look, input: { price: '{% $steps.price %}', item: '{% $item %}' } }
${more}
output: { lines: '{% $steps.lines %}' }
`;
const each = (state: string, ...outputs: unknown[]) => outputs.map((output) => answers(state, output as never));

test('each item runs the steps, which see it, its number and what came before', async () => {
  const tasks = [answers('before', 'b'), ...each('price', 1, 2), ...each('book', 'x', 'y')];
  const result = await runOf(compiled(lines('')), tasks, { lines: ['p', { q: null }] });
  expect(payloadsOf(result, 'price')).toMatchObject([
    { at: '0', input: { item: 'p', index: 0, seen: 'b' } },
    { at: '1', input: { item: { q: null }, index: 1, seen: 'b' } },
  ]);
  expect(payloadsOf(result, 'book')).toMatchObject([{ input: { price: 1, item: 'p' } }, { input: { price: 2 } }]);
  expect(result.output).toMatchObject({ output: { lines: ['x', 'y'] } });
});

test('the list is what `output` gives for each item', async () => {
  const tasks = [answers('before', 'b'), ...each('price', 1, 2), ...each('book', 'x', 'y')];
  const more = `    output: { n: '{% $index %}', price: '{% $steps.price %}', book: '{% $steps.book %}' }`;
  const result = await runOf(compiled(lines(more)), tasks, { lines: ['p', 'q'] });
  expect(result.output).toMatchObject({
    output: {
      lines: [
        { n: 0, price: 1, book: 'x' },
        { n: 1, price: 2, book: 'y' },
      ],
    },
  });
});

test.each([
  [{ lines: [] }, 0],
  [{}, 0],
  [{ lines: 'alone' }, 1],
])('nothing is an empty list, and one value a list of it alone: %j', async (input, count) => {
  const tasks = [answers('before', 'b'), ...each('price', 1), ...each('book', 'x')];
  const result = await runOf(compiled(lines('')), tasks, input);
  expect((result.output as { output: { lines: unknown[] } }).output.lines).toHaveLength(count);
});

test('too many items are refused before anything runs', async () => {
  const result = await runOf(compiled(lines('')), [answers('before', 'b'), EXCEPTION], { lines: [1, 2, 3, 4] });
  expect([result.error, result.cause]).toEqual(['TooManyItems', 'lines takes 3 items at most']);
  expect(payloadsOf(result, 'price')).toEqual([]);
});

test('an item that fails stops the map, and the error is known by its own step', async () => {
  const tasks = [answers('before', 'b'), throws('price', 'Boom', 'no price'), EXCEPTION];
  const result = await runOf(compiled(lines('')), tasks, { lines: [1] });
  expect(payloadsOf(result, 'exception')).toMatchObject([
    { error: { name: 'Boom', message: 'no price', step: 'price' } },
  ]);
});

test('an item whose last step was passed by is null in the list', async () => {
  const machine = compiled(`${LOOK}${INPUT}steps:
  - id: lines
    kind: map
    items: '{% $input.lines %}'
    maxItems: 3
    steps:
      - { id: which, kind: choice, choices: [{ when: '{% $item > 1 %}', next: end }], otherwise: book }
      - { id: book, kind: tool, tool: look }
output: '{% $steps.lines %}'
`);
  const result = await runOf(machine, each('book', 'x'), { lines: [1, 2] });
  expect(result.output).toMatchObject({ output: ['x', null] });
});

const NESTED = `${LOOK}${INPUT}steps:
  - id: rows
    kind: map
    items: '{% $input.lines %}'
    maxItems: 3
    steps:
      - id: cells
        kind: map
        items: '{% $item %}'
        maxItems: 3
        steps:
          - { id: poll, kind: loop, max: 1, until: '{% true %}', steps: [{ id: ask, kind: tool, tool: look, input: { i: '{% $item %}', n: '{% $index %}' } }] }
        output: { item: '{% $item %}', n: '{% $index %}' }
output: '{% $steps.rows %}'
`;

test('in maps in maps the innermost item counts, and a step knows all its places', async () => {
  const result = await runOf(compiled(NESTED), each('ask', 1, 2, 3), { lines: [['a', 'b'], ['c']] });
  expect(payloadsOf(result, 'ask')).toMatchObject([
    { at: '0.0.0', input: { i: 'a', n: 0 } },
    { at: '0.1.0', input: { i: 'b', n: 0 } },
    { at: '1.0.0', input: { i: 'c', n: 0 } },
  ]);
  expect(result.output).toMatchObject({
    output: [
      [
        { item: 'a', n: 0 },
        { item: 'b', n: 1 },
      ],
      [{ item: 'c', n: 0 }],
    ],
  });
});

test('the slowest tool in it and the service bound how many items run at a time', () => {
  const { asl } = compiled(`tools:
  slow: { handler: ./s.ts, timeout: 10s, input: { type: object }, rate: { perSecond: 2.5 } }
  look: { handler: ./l.ts, timeout: 10s, input: { type: object } }
${INPUT}steps:
  - { id: a, kind: map, items: '{% $input.lines %}', maxItems: 9, steps: [{ id: b, kind: tool, tool: slow }] }
  - { id: c, kind: map, items: '{% $input.lines %}', maxItems: 9, concurrency: 7, steps: [{ id: d, kind: tool, tool: look }] }
  - { id: e, kind: map, items: '{% $input.lines %}', maxItems: 9, steps: [{ id: f, kind: tool, tool: look }] }
`);
  expect(['a', 'c', 'e'].map((name) => asl.States[name]!.MaxConcurrency)).toEqual([2, 7, 40]);
});
