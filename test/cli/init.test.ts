import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { countersign } from './terminal.ts';

const parent = mkdtempSync(join(tmpdir(), 'init-'));
const folder = join(parent, 'first-order');
afterAll(() => rmSync(parent, { recursive: true }));

test('a starter is written, told file by file, valid and compiled', async () => {
  const { out, err, code } = await countersign('init', folder);
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split('\n')
      .map((path) => path.slice(folder.length + 1)),
  ).toEqual(['workflow.yaml', 'tools/reserve.ts', 'tools/release.ts', 'input.json', 'README.md']);
  expect(err).toContain(`validate ${folder}`);
  expect(await countersign('validate', folder, '--json')).toMatchObject({
    out: expect.stringContaining('"problems": []'),
    code: 0,
  });
  expect((await countersign('compile', folder)).out).toContain('"StartAt": "reserve"');
});

test('its editor schema is where its first line says', () => {
  const [line] = readFileSync(join(folder, 'workflow.yaml'), 'utf8').split('\n');
  const schema = /^# yaml-language-server: \$schema=(.*)$/.exec(line!)![1]!;
  expect(JSON.parse(readFileSync(resolve(folder, schema), 'utf8'))).toMatchObject({ title: 'Countersign workflow' });
});

test('where one of its files is, nothing is written', async () => {
  rmSync(join(folder, 'README.md'));
  const { err, code } = await countersign('init', folder);
  expect([code, err]).toEqual([2, expect.stringContaining('already holds workflow.yaml, tools/reserve.ts')]);
  expect(readdirSync(folder)).not.toContain('README.md');
});

test('a folder whose name no workflow can have is refused', async () => {
  const { err, code } = await countersign('init', join(dirname(folder), 'My Workflow'));
  expect([code, err]).toEqual([2, expect.stringContaining("'My Workflow' cannot be the name of a workflow")]);
  expect(existsSync(join(dirname(folder), 'My Workflow'))).toBe(false);
});
