import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countersign } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
const HEAD = 'apiVersion: countersign/v1\nname: example\nversion: 1.0.0\ndeadline: 3d\n';

test('the machine goes to stdout, or to a file that is named on stderr', async () => {
  writeFileSync(join(folder, 'workflow.yaml'), `${HEAD}steps: [{ id: pause, kind: wait, for: 1m }]\n`);
  const printed = await countersign('compile', folder);
  expect(JSON.parse(printed.out).States.pause).toEqual({ Type: 'Wait', Seconds: 60, Output: {}, Next: 'Done' });
  const target = join(folder, 'out.json');
  const written = await countersign('compile', folder, '--out', target);
  expect([written.out, written.err, written.code]).toEqual(['', `wrote ${target}\n`, 0]);
  expect(readFileSync(target, 'utf8')).toBe(printed.out);
});

test('a file with errors gives its problems and no machine', async () => {
  const file = join(folder, 'bad.yaml');
  writeFileSync(file, `${HEAD}steps: [{ id: a, kind: tool, tool: t }]\n`);
  const { out, err, code } = await countersign('compile', file);
  expect(err).toContain(`${file}:5:36 error unknown-tool`);
  expect([out, code]).toEqual(['', 1]);
});
