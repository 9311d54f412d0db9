import { boundsOf } from '../../../lib/compile/bounds/bounds.ts';
import { compile } from '../../../lib/compile/compile.ts';
import { check } from '../../../lib/workflow/check.ts';
import { filesOf } from '../../../lib/workflow/files.ts';
import { modelOf } from '../../../lib/workflow/model.ts';

const HEAD = `apiVersion: countersign/v1
name: example
version: 1.0.0
deadline: 1d
tools:
  look: { handler: ./look.ts, timeout: 10s, memory: 1024, input: { type: object }, retry: { attempts: 3, initial: 1s, cap: 60s } }
  book: { handler: ./look.ts, timeout: 10s, input: { type: object }, effect: reversible, idempotency: { verify: true } }
  unbook: { handler: ./look.ts, timeout: 10s, input: { type: object }, effect: additive, idempotency: { verify: true } }
`;
const files = filesOf({ './look.ts': '', './ask.md': 'Say something.' });

function bounds(steps: string) {
  const { workflow, problems } = check(HEAD + steps, files);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return boundsOf(modelOf(workflow!, files), compile(workflow!, files));
}

test('one step: a task and the end of the machine, and each retry is a transition and three events', () => {
  const [path] = bounds('steps: [{ id: a, kind: tool, tool: look }]').paths;
  expect(path).toMatchObject({ steps: ['a'], transitions: 2, usual: 5 });
  // The path is the machine's states; the execution's own two events are those of the run.
  expect(path!.amount.transitions).toEqual({ min: 2, max: 4 });
  expect(path!.amount.events).toEqual({ min: 7, max: 13 });
  // Three attempts of 10 s and the 15 s that the state outlasts its function, and delays of 1 and 2 s.
  expect(path!.amount.seconds).toEqual({ min: 0, max: 78 });
});

test('a choice gives a path for each way, and the run lies between them', () => {
  const { paths, more } = bounds(`input: { type: object, properties: { n: { type: integer } } }
steps:
  - { id: way, kind: choice, choices: [{ when: '{% $input.n = 1 %}', next: last }], otherwise: first }
  - { id: first, kind: tool, tool: look }
  - { id: last, kind: tool, tool: look }
`);
  expect(new Set(paths.map(({ steps }) => steps.join(' ')))).toEqual(new Set(['way first last', 'way last']));
  expect(more).toBe(0);
});

test('ways that multiply are counted to the last and listed up to a limit', () => {
  const steps = Array.from(
    { length: 10 },
    (
      _,
      n,
    ) => `  - { id: c${n}, kind: choice, choices: [{ when: '{% $input.n = ${n} %}', next: a${n} }], otherwise: b${n} }
  - { id: a${n}, kind: tool, tool: look, next: e${n} }
  - { id: b${n}, kind: tool, tool: look }
  - { id: e${n}, kind: tool, tool: look }
`,
  );
  const { paths, more } = bounds(
    `input: { type: object, properties: { n: { type: integer } } }\nsteps:\n${steps.join('')}`,
  );
  expect(paths.length + more).toBe(1024);
  expect(paths.length).toBe(64);
});

test('branches add up in everything but time', () => {
  const [path] = bounds(`steps:
  - id: both
    kind: parallel
    branches:
      - { id: one, steps: [{ id: a, kind: wait, for: 1h }] }
      - { id: two, steps: [{ id: b, kind: wait, for: 2h }] }
`).paths;
  expect(path!.amount.seconds).toEqual({ min: 7200, max: 7200 });
  // Parallel, two waits, the end.
  expect(path!.amount.transitions).toEqual({ min: 4, max: 4 });
});

test('a model without a budget makes the cost unbounded, with one it is bounded by all attempts', () => {
  const agent = (budget: string) =>
    `steps: [{ id: ask, kind: agent, instructions: ./ask.md, output: { type: object }, timeout: 1m${budget} }]`;
  expect(bounds(agent('')).run.dollars.max).toBe(Number.POSITIVE_INFINITY);
  const { tokens, dollars } = bounds(agent(', budget: { tokens: 1000 }')).run;
  expect(tokens.max).toBe(4000);
  expect(dollars.max).toBeGreaterThan((4000 * 15) / 1_000_000);
});

test('a run that fails pays for its undo: each compensation, and what asks for the next', () => {
  const { run, histories } = bounds(`steps:
  - { id: a, kind: tool, tool: book, compensate: { tool: unbook } }
  - { id: b, kind: tool, tool: book, compensate: { tool: unbook } }
`);
  const undo = histories.find(({ execution }) => execution === 'undo_machine')!;
  // Two compensations are at least three questions for the next, of five attempts each.
  expect(undo.events.max).toBeGreaterThan(2 * 5 + 3 * 7);
  expect(run.transitions.max).toBeGreaterThan(2 * 4 + 5 * 5);
  // Each was cut short and is asked first, and a step of fifteen minutes is waited for: 1, 1, 2, 4, … 256, 388 seconds.
  const [asked, waited] = [2 * 2 * 5 + 2 * 2 * 2, 11 * (5 + 2 + 2)];
  expect(undo.events.max).toBeGreaterThan(asked + waited + 5);
});

test('seven hundred steps are bounded as they stand, in one go', () => {
  const steps = Array.from({ length: 700 }, (_, n) => `  - { id: s${n}, kind: tool, tool: look }\n`);
  const { paths, run } = bounds(`steps:\n${steps.join('')}`);
  expect(paths[0]!.steps).toHaveLength(700);
  expect(run.events.max).toBeGreaterThan(7_700);
});

test('rounds in parts and items in batches are counted where they run', () => {
  const loop = `steps: [{ id: poll, kind: loop, max: 5000, until: '{% false %}', steps: [{ id: ask, kind: tool, tool: look }] }]\n`;
  const map = `input: { type: object, required: [l], properties: { l: { type: array } } }
steps: [{ id: m, kind: map, items: '{% $input.l %}', maxItems: 8000, batch: 10, steps: [{ id: ask, kind: tool, tool: look }] }]\n`;
  for (const body of [loop, map]) {
    const { histories } = bounds(body);
    expect(histories.length).toBeGreaterThan(1);
    for (const { events } of histories) expect(events.max).toBeLessThan(25_000);
  }
});
