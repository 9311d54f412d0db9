import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countersign } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const HEAD = 'apiVersion: countersign/v1\nname: example\nversion: 1.0.0\ndeadline: 3d\n';
const good = file('good.yaml', `${HEAD}steps: [{ id: pause, kind: wait, for: 1m }]\n`);
const bad = file(
  'bad.yaml',
  `${HEAD}steps:\n  - { id: pause, kind: wiat, for: 1m }\n  - { id: on, kind: wait, for: 1x }\n`,
);
const odd = file(
  'odd.yaml',
  `${HEAD}tools:\n  t: { handler: ./good.yaml, timeout: 1s, input: {} }\nsteps: [{ id: a, kind: wait, for: 1m }]\n`,
);

test('a problem is printed with its place, its line and what to write instead', async () => {
  const { out, err, code } = await countersign('validate', bad);
  expect(out).toBe(`${bad}:6:24 error schema
  'wiat' is not one of tool, agent, team, decision, approval, choice, parallel, map, loop, scope, wait, signal, emit, workflow
  6 │   - { id: pause, kind: wiat, for: 1m }
    │                        ^
  fix: did you mean 'wait'?

${bad}:7:32 error bad-duration
  '1x' is not a duration such as 90s, 5m, 2h, 3d or PT1H30M
  7 │   - { id: on, kind: wait, for: 1x }
    │                                ^

`);
  expect([err, code]).toEqual(['1 file: 2 errors, 0 warnings\n', 1]);
});

test('--json prints only JSON, for all files together', async () => {
  const { out, err, code } = await countersign('validate', good, bad, '--json');
  const { problems } = JSON.parse(out);
  expect(problems).toMatchObject([
    {
      file: bad,
      code: 'schema',
      severity: 'error',
      path: '/steps/0/kind',
      line: 6,
      column: 24,
      fix: "did you mean 'wait'?",
    },
    { file: bad, code: 'bad-duration', path: '/steps/1/for', line: 7, column: 32 },
  ]);
  expect([err, code]).toEqual(['', 1]);
});

test('a warning is printed and is no failure', async () => {
  const { out, code } = await countersign('validate', odd);
  expect(out).toContain('warning unused-tool');
  expect(code).toBe(0);
});

test('control characters of a file do not reach the terminal', async () => {
  const { out } = await countersign(
    'validate',
    file('esc.yaml', `${HEAD}steps: [{ id: "a\u001b[2Jb", kind: wait, for: 1m }]\n`),
  );
  expect(out).not.toContain('\u001b');
});

test.each([
  [['validate', 'nowhere.yaml'], 'there is no file nowhere.yaml'],
  [['validate', folder], 'holds no workflow.yaml'],
  [['validate'], "missing required argument 'file'"],
  [['validate', good, '--jsno'], '(Did you mean --json?)'],
  [['validte', good], '(Did you mean validate?)'],
  [['compile', good, 'more'], 'too many arguments'],
])('countersign %j is wrong usage and says so', async (args, message) => {
  const { out, err, code } = await countersign(...args);
  expect(err).toContain(message);
  expect([out, code]).toEqual(['', 2]);
});

test('help is a result, and lists every command', async () => {
  const { out, err, code } = await countersign('--help');
  expect(out).toMatch(/validate +say everything.*\n +compile/);
  expect([err, code]).toEqual(['', 0]);
});

test('the process has the exit code of its command', () => {
  const run = () => execFileSync(process.execPath, ['bin/countersign.ts', 'validate', bad], { stdio: 'pipe' });
  expect(run).toThrow(expect.objectContaining({ status: 1, stdout: expect.any(Buffer) }));
});
