import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { countersign } from './terminal.ts';

/** A folder with these files below `schemas/`. */
function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-schemas-'));
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, 'schemas', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

const good = { 'registry.yaml': 'order: { compatibility: backward }', 'order/1.0.0.schema.json': '{"type":"string"}' };
const bad = { ...good, 'order/1.1.0.schema.json': '{"type":"number"}' };

test('schemas that keep their promises pass, from their folder and from the one above', async () => {
  const folder = folderOf(good);
  for (const given of [folder, join(folder, 'schemas')])
    expect(await countersign('schemas', 'check', given)).toEqual({
      out: '',
      err: '1 schema, 1 version: 0 errors\n',
      code: 0,
    });
});

test('a version that breaks its promise is an error with its file', async () => {
  const { out, err, code } = await countersign('schemas', 'check', folderOf(bad));
  expect(out).toBe(`./schemas/order/1.1.0.schema.json error incompatible-version
  order 1.1.0 is not backward compatible with 1.0.0: the new version takes no string, the old version takes no number
  fix: call it 2.0.0, or take the change back

`);
  expect([err, code]).toEqual(['1 schema, 2 versions: 1 error\n', 1]);
});

test('--json prints only JSON', async () => {
  const { out, err } = await countersign('schemas', 'check', folderOf(bad), '--json');
  expect(JSON.parse(out)).toMatchObject({ problems: [{ code: 'incompatible-version', severity: 'error' }] });
  expect(err).toBe('');
});

test('a folder without schemas is wrong usage', async () => {
  const { err, code } = await countersign('schemas', 'check', tmpdir());
  expect(err).toContain('holds no folder schemas');
  expect(code).toBe(2);
});
