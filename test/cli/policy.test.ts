import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countersign } from './terminal.ts';

test('policy test says for every example whether it is decided as expected', async () => {
  const { out, code } = await countersign('policy', 'test', 'policies');
  expect(out).toMatch(/^(ok {4}.*\n)+(\d+) of \2 examples are decided as expected\n$/);
  expect(code).toBe(0);
});

test('policy test --json gives data, and exit 1 when an example comes out otherwise', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'policies-'));
  cpSync('policies', folder, { recursive: true });
  rmSync(join(folder, 'residency.cedar'));
  const { out, code } = await countersign('policy', 'test', folder, '--json');
  expect(JSON.parse(out)).toMatchObject({ failed: 1 });
  expect(code).toBe(1);
  rmSync(folder, { recursive: true });
});
