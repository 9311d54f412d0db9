import fc from 'fast-check';
import { stringify } from 'yaml';
import { check } from '../../lib/workflow/check.ts';
import { filesOf } from '../../lib/workflow/files.ts';
import { LIMITS } from '../../lib/workflow/yaml-limits.ts';

const HEAD = 'apiVersion: countersign/v1\nname: example\nversion: 1.0.0\ndeadline: 3d\n';
const problemsOf = (text: string) => check(text, filesOf({ './look.ts': '' })).problems;
const places = (text: string) => problemsOf(text).map(({ line, column, code }) => `${line}:${column} ${code}`);

test('a file with ten different mistakes yields ten problems at once, each with its place', () => {
  const text = `apiVersion: countersign/v2
name: example
version: 1.0.0
deadline: 3d
desciption: Ten mistakes
tools:
  look: { handler: ./look.ts, timeout: ten seconds, input: { type: object, required: [id] } }
  peek: { handler: ./nowhere.ts, timeout: 10s, input: { type: objekt } }
steps:
  - { id: first, kind: tool, tool: lok }
  - { id: second, kind: tool, tool: look, input: { id: '{% $steps.first.id & %}' } }
  - { id: third, kind: tool, tool: peek, input: { id: '{% $steps.fourth %}' }, next: fith }
  - { id: fifth, kind: approval, title: T, reason: R, approvers: { role: clerk }, sla: 2h, timeout: 1h }
`;
  expect(places(text)).toEqual([
    '1:13 schema',
    '5:1 unknown-key',
    '7:40 bad-duration',
    '8:20 missing-file',
    '8:63 invalid-json-schema',
    '10:36 unknown-tool',
    '11:77 expression-syntax',
    '12:66 unknown-reference',
    '12:86 unknown-next',
    '13:88 escalation-order',
  ]);
});

test('a text that is no workflow says what is needed', () => {
  for (const text of ['', '# nothing', '- a\n- b', 'just text', '7']) {
    expect(problemsOf(text)).toMatchObject([{ code: 'schema', message: expect.stringContaining('an object with') }]);
  }
});

test('an open quote is one problem, not one for everything behind it', () => {
  expect(places(`${HEAD}steps:\n  - { id: pause, kind: wait, for: "1m }\n`)).toEqual(['7:1 yaml-syntax']);
});

test('two workflows in one file are refused', () => {
  const one = `${HEAD}steps: [{ id: pause, kind: wait, for: 1m }]\n`;
  expect(problemsOf(`${one}---\n${one}`)).toMatchObject([{ code: 'yaml-syntax', fix: 'keep one workflow in a file' }]);
});

test('a billion laughs end as one problem, quickly', () => {
  const laughs = Array.from(
    { length: 12 },
    (_, i) =>
      `a${i}: &a${i} [${Array(10)
        .fill(i ? `*a${i - 1}` : 'x')
        .join(', ')}]`,
  );
  const started = performance.now();
  expect(problemsOf(laughs.join('\n'))).toMatchObject([
    { code: 'yaml-limit', fix: expect.stringContaining('aliases') },
  ]);
  expect(performance.now() - started).toBeLessThan(3000);
});

test.each([
  ['lists', `a: ${'['.repeat(10_000)}`],
  ['objects', `a: ${'{a: '.repeat(10_000)}`],
  ['indentation', Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
])('%s nested without end are problems, not a crash', (_, text) => {
  const codes = new Set(problemsOf(text).map(({ code }) => code));
  expect(codes.has('yaml-limit') || codes.has('yaml-syntax')).toBe(true);
});

test('a file beyond the limit is not read', () => {
  const found = problemsOf(`${HEAD}description: ${'x'.repeat(LIMITS.characters)}\n`);
  expect(found).toMatchObject([{ code: 'yaml-limit', line: 1, column: 1 }]);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s as a key or a name harms nothing', (name) => {
  const text = `${HEAD}${name}: { a: 1 }\ntools:\n  ${name}: { handler: ./look.ts }\nsteps:\n  - { id: a, kind: tool, tool: ${name} }\n`;
  expect(problemsOf(text).length).toBeGreaterThan(1);
  expect(({} as Record<string, unknown>).a).toBeUndefined();
});

test('a misspelt section is read as what was meant, so it is one problem', () => {
  const text = `${HEAD}tols:\n  look: { handler: ./look.ts, timeout: 10s, input: { type: objekt } }\nsteps: [{ id: a, kind: tool, tool: look }]\n`;
  expect(places(text)).toEqual(['5:1 unknown-key', '6:60 invalid-json-schema']);
});

test('whatever the text, reading gives problems inside of it and never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      for (const { line, column } of problemsOf(text)) {
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(text.split(/\r\n|\n|\r/).length + 1);
        expect(column).toBeGreaterThan(0);
      }
    }),
  );
});

const KEYS = [
  'look',
  'grants',
  'write',
  'idempotency',
  'retry',
  'escalate',
  'id',
  'kind',
  'tool',
  'steps',
  'next',
  'input',
  'choices',
  'when',
  'branches',
  'timeout',
  'tools',
  'onError',
  'errors',
];
const WORDS = [
  'tool',
  'choice',
  'parallel',
  'wait',
  'agent',
  'approval',
  'emit',
  'a',
  'end',
  '10s',
  '{% $steps.a %}',
  7,
  null,
  true,
];

test('whatever the shape, rules find problems and never throw', () => {
  const { shape } = fc.letrec((tie) => ({
    shape: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom(...WORDS),
      fc.array(tie('shape'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...KEYS), tie('shape'), { maxKeys: 4 }),
    ),
  }));
  const file = fc.record({ apiVersion: fc.constant('countersign/v1'), steps: shape, tools: shape, onError: shape });
  fc.assert(
    fc.property(file, (value) => {
      expect(problemsOf(stringify(value)).length).toBeGreaterThan(0);
    }),
    { numRuns: 100 },
  );
});
