import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { check } from '../../lib/workflow/check.ts';
import type { Files } from '../../lib/workflow/files.ts';

const HEAD = 'apiVersion: countersign/v1\nname: example\nversion: 1.0.0\ndeadline: 3d\n';
const STEP = '  - { id: pause, kind: wait, for: 1m }\n';
const FILES: Files = { exists: () => true, read: () => '{}' };
const problemsOf = (text: string) => check(text, FILES).problems;

/** Texts in which a mark, being a comment, would change what is wrong; what is expected: `line:column fix`. */
test.each([
  ['a bracket that is not closed', `${HEAD}steps: [{ id: pause, kind: wait, for: 1m }\n`, "6:1 close it with ']'"],
  ['a brace that is not closed', `${HEAD}steps:\n  - { id: pause, kind: wait, for: 1m\n`, "7:1 close it with '}'"],
  [
    'a member indented too far',
    `${HEAD}description: a\n  name: b\nsteps:\n${STEP}`,
    '5:14 put a text with a colon in quotes, or begin the key on a line of its own, indented like its neighbours',
  ],
  [
    'a NUL byte',
    `${HEAD}description: a\0b\nsteps:\n${STEP}`,
    '5:15 remove it, or write it as an escape in double quotes',
  ],
  ['a lone carriage return', `${HEAD}steps:\r${STEP}`, undefined],
  [
    'an escape sequence of a terminal',
    `${HEAD}steps:\n${STEP}# \u001b[2J\n`,
    '7:3 remove it, or write it as an escape in double quotes',
  ],
])('%s is one problem, with its place', (_, text, expected) => {
  const found = problemsOf(text).map(({ line, column, fix }) => `${line}:${column} ${fix}`);
  if (expected === undefined) expect(found.length).toBeGreaterThan(0);
  else expect(found).toEqual([expected]);
});

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index));
const steps = (rows: string[]) => `${HEAD}steps:\n${rows.join('\n')}`;

const HOSTILE: [name: string, text: string, code: string][] = [
  [
    'a billion laughs',
    times(12, (i) => `a${i}: &a${i} [${times(10, () => (i ? `*a${i - 1}` : 'x')).join(', ')}]`).join('\n'),
    'yaml-limit',
  ],
  ['an alias of itself, many times', `a: &a [${'*a,'.repeat(20_000)}]`, 'yaml-syntax'],
  ['lists in lists', `a: ${'['.repeat(400_000)}`, 'yaml-limit'],
  ['lists in lists, fewer', `a: ${'['.repeat(5000)}`, 'yaml-syntax'],
  ['objects in objects', `a: ${'{a: '.repeat(200_000)}`, 'yaml-limit'],
  ['items in items', '- '.repeat(300_000), 'yaml-limit'],
  ['keys in keys', '? '.repeat(300_000), 'yaml-limit'],
  ['colons', ': '.repeat(400_000), 'yaml-limit'],
  ['indentation without end', times(400, (depth) => `${' '.repeat(depth)}a:`).join('\n'), 'yaml-limit'],
  ['a wide list', `a: [${'1,'.repeat(490_000)}]`, 'yaml-limit'],
  ['a thousand thousand characters in a text', `${HEAD}description: ${'x'.repeat(990_000)}\n`, 'schema'],
  ['more than that', `${HEAD}description: ${'x'.repeat(1_100_000)}\n`, 'yaml-limit'],
  ['a key without end', `${'x'.repeat(900_000)}: 1`, 'yaml-syntax'],
  ['many keys that nobody knows', `${HEAD}${times(9000, (i) => `key${i}: 1`).join('\n')}`, 'unknown-key'],
  ['one key again and again', 'a: 1\n'.repeat(9_000), 'duplicate-key'],
  ['many syntax errors', '- @\n'.repeat(14_000), 'yaml-syntax'],
  ['many tags', '- !!foo x\n'.repeat(14_000), 'yaml-syntax'],
  ['many comments', '# x\n'.repeat(240_000), 'yaml-limit'],
  [
    'an expression in parentheses without end',
    steps([`  - { id: a, kind: emit, event: a.b, detail: { a: '{% ${'('.repeat(50_000)} %}' } }`]),
    'expression-syntax',
  ],
  [
    'a sum without end',
    steps([`  - { id: a, kind: emit, event: a.b, detail: { a: '{% ${'1+'.repeat(100_000)}1 %}' } }`]),
    'expression-syntax',
  ],
  [
    'many names that nobody has',
    steps(times(1000, (i) => `  - { id: s${i}, kind: wait, for: 1m, next: t${i} }`)),
    'unknown-next',
  ],
  [
    'many references to nothing',
    steps(times(1000, (i) => `  - { id: s${i}, kind: emit, event: a.b, detail: { a: '{% $steps.t${i} %}' } }`)),
    'unknown-reference',
  ],
];

/** Seconds of the processor, which other processes do not lengthen. */
function workOf(text: string): number {
  const before = process.cpuUsage();
  problemsOf(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

test.each(HOSTILE)('%s: answered within two seconds of a slow processor', (_, text, code) => {
  const problems = problemsOf(text);
  expect(problems.map((problem) => problem.code)).toContain(code);
  expect(problems.length).toBeLessThan(500);
  expect(problems.map((problem) => problem.message.length).filter((length) => length > 1_000_000)).toEqual([]);
  expect(Math.min(workOf(text), workOf(text))).toBeLessThan(2);
});

const fixtures = join(import.meta.dirname, 'fixtures');
/** Files that hold, to be spoilt: all kinds of step are among them. */
const VALID = readdirSync(fixtures).flatMap((code) =>
  readdirSync(join(fixtures, code))
    .filter((name) => /^valid.*\.yaml$/.test(name) && code !== 'decision-unproved')
    .map((name) => readFileSync(join(fixtures, code, name), 'utf8')),
);

type Mutation = (lines: string[], at: number, other: number, text: string) => void;
const MUTATIONS: Record<string, Mutation> = {
  delete: (lines, at) => lines.splice(at, 1),
  duplicate: (lines, at) => lines.splice(at, 0, lines[at]!),
  swap: (lines, at, other) => ([lines[at], lines[other]] = [lines[other]!, lines[at]!]),
  insert: (lines, at, other, text) => {
    const column = other % (lines[at]!.length + 1);
    lines[at] = lines[at]!.slice(0, column) + text + lines[at]!.slice(column);
  },
  indent: (lines, at) => (lines[at] = `  ${lines[at]}`),
  dedent: (lines, at) => (lines[at] = lines[at]!.replace(/^ {2}/, '')),
  cut: (lines, at, other) => (lines[at] = lines[at]!.slice(0, other % (lines[at]!.length + 1))),
  move: (lines, at, other) => lines.splice(other, 0, ...lines.splice(at, 1)),
};

const mutation = fc.record({
  how: fc.constantFrom(...Object.keys(MUTATIONS)),
  at: fc.nat(),
  other: fc.nat(),
  text: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom('{', '}', '[', ': ', '- ', '*', '&a ', '"', "'", '!', '{% ', '\t', '#'),
  ),
});

test('however a file is spoilt, it is answered with problems that lie inside of it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...VALID), fc.array(mutation, { minLength: 1, maxLength: 4 }), (valid, mutations) => {
      const lines = valid.split('\n');
      for (const { how, at, other, text } of mutations)
        if (lines.length > 0) MUTATIONS[how]!(lines, at % lines.length, other % lines.length, text);
      const spoilt = lines.join('\n');
      const ends = spoilt
        .replace(/^\uFEFF/, '')
        .split('\n')
        .map((line) => line.length + 1);
      for (const { line, column, message, code } of problemsOf(spoilt)) {
        expect([code, message, line <= ends.length && column <= ends[line - 1]!, line > 0 && column > 0]).toEqual([
          code,
          message,
          true,
          true,
        ]);
      }
    }),
    { numRuns: 2000 },
  );
});
