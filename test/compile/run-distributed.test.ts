import { validate } from '../../lib/asl/validate.ts';
import { compiled, LOOK } from './support.ts';
import { Thrown, whole } from './whole.ts';

const lines = (more: string) => `${LOOK}input: { type: object, properties: { lines: { type: array } } }
steps:
  - { id: before, kind: tool, tool: look }
  - id: lines
    kind: map
    items: '{% $input.lines %}'
    maxItems: 100
    mode: distributed
${more}
    steps:
      - { id: price, kind: tool, tool: look, input: { item: '{% $item %}', n: '{% $index %}', b: '{% $steps.before %}', in: '{% $count($input.lines) %}', run: '{% $run.id %}' } }
      - { id: book, kind: tool, tool: look, input: { price: '{% $steps.price %}', item: '{% $item %}' } }
    output: ['{% $steps.price %}', '{% $steps.book %}']
output: '{% $steps.lines %}'
`;
const prices = ({ fn, payload }: { fn: string; payload: { input?: Record<string, unknown> } }) =>
  fn === 'price' ? `p${payload.input!.item}` : fn === 'book' ? [payload.input!.item as number] : 'b';
const bad =
  (...items: number[]) =>
  (call: Parameters<typeof prices>[0]) =>
    call.fn === 'book' && items.includes(call.payload.input!.item as number)
      ? new Thrown('Broken', 'bad')
      : prices(call);

test.each(['', '    batch: 2'])(
  'items are executions of their own, which are told what they read (%s)',
  async (batch) => {
    const machine = compiled(lines(batch));
    expect(await validate(JSON.stringify(machine.asl))).toEqual([]);
    const run = await whole(machine, prices, { lines: [1, 2, 3] });
    expect(run.of('price').toSorted((a, b) => String(a.at).localeCompare(String(b.at)))).toEqual(
      [1, 2, 3].map((item, n) =>
        expect.objectContaining({
          run: expect.objectContaining({ id: 'run', workflow: 'example' }),
          at: String(n),
          input: { item, n, b: 'b', in: 3, run: 'run' },
        }),
      ),
    );
    expect(run.output).toEqual({ outcome: 'succeeded', output: [1, 2, 3].map((item) => [`p${item}`, [item]]) });
  },
);

test.each(['', '    batch: 2'])('an empty list is an empty list (%s)', async (batch) => {
  expect((await whole(compiled(lines(batch)), prices, { lines: [] })).output).toMatchObject({ output: [] });
});

test.each(['', '    batch: 2'])(
  'failed items are filed, and left out as long as that is tolerated (%s)',
  async (batch) => {
    const machine = compiled(lines(`${batch}\n    tolerate: { failures: 1 }`));
    const run = await whole(machine, bad(2), { lines: [1, 2, 3] });
    expect(run.of('exception')).toMatchObject([
      { at: '1', run: { id: 'run' }, error: { name: 'Broken', step: 'book' } },
    ]);
    expect(run.output).toMatchObject({ output: [1, 3].map((item) => [`p${item}`, [item]]) });
  },
);

test.each(['', '    batch: 2', '    tolerate: { percent: 50 }', '    batch: 2\n    tolerate: { percent: 50 }'])(
  'more than that fail the map with ItemsFailed (%s)',
  async (more) => {
    const run = await whole(compiled(lines(more)), bad(2, 3), { lines: [1, 2, 3] });
    expect([run.status, run.error]).toEqual(['FAILED', 'ItemsFailed']);
    expect(run.cause).toBe('more items of lines failed than it tolerates; each is in the exception queue');
    expect(run.of('exception').at(-1)).toMatchObject({ error: { name: 'ItemsFailed', step: 'lines' } });
  },
);

test('a map whose items would fill the history is distributed by itself', () => {
  const map = (maxItems: number, more = '') =>
    compiled(`${LOOK}input: { type: object, properties: { lines: { type: array } } }
steps: [{ id: m, kind: map, items: '{% $input.lines %}', maxItems: ${maxItems}, ${more} steps: [{ id: a, kind: tool, tool: look }] }]
`).asl.States.m as unknown as { ItemProcessor: { ProcessorConfig: { Mode: string } } };
  const mode = (maxItems: number, more?: string) => map(maxItems, more).ItemProcessor.ProcessorConfig.Mode;
  expect([mode(100), mode(5000), mode(100, 'batch: 10,')]).toEqual(['INLINE', 'DISTRIBUTED', 'DISTRIBUTED']);
});

test('maps, loops and scopes in a distributed map know their places, and a handler in it its error', async () => {
  const machine = compiled(`${LOOK}input: { type: object, properties: { rows: { type: array } } }
steps:
  - id: rows
    kind: map
    items: '{% $input.rows %}'
    maxItems: 10
    mode: distributed
    steps:
      - id: try
        kind: scope
        steps:
          - id: cells
            kind: map
            items: '{% $item %}'
            maxItems: 10
            mode: distributed
            steps: [{ id: ask, kind: tool, tool: look, input: { i: '{% $item %}', n: '{% $index %}' } }]
        onError: [{ errors: any, outcome: continue, steps: [{ id: note, kind: tool, tool: look, input: { e: '{% $error.name %}', i: '{% $item %}' } }] }]
    output: '{% $exists($steps.note) ? $steps.note : $exists($steps.cells) ? $steps.cells : 0 %}'
output: '{% $steps.rows %}'
`);
  const run = await whole(
    machine,
    ({ fn, payload }) =>
      fn === 'ask' ? (payload.input!.i === 'x' ? new Thrown('Boom') : (payload.at as string)) : 'noted',
    { rows: [['a', 'b'], ['x']] },
  );
  expect(run.of('ask').map(({ at }) => at)).toEqual(['0.0', '0.1', '1.0']);
  expect(run.of('note')).toMatchObject([{ at: '1', input: { e: 'ItemsFailed', i: ['x'] } }]);
  expect(run.output).toMatchObject({ output: [['0.0', '0.1'], 'noted'] });
});
