import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

test('a handler lives in UTC, as on Lambda, wherever the machine is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'utc-'));
  const env = { ...process.env, TZ: 'America/New_York', NODE_OPTIONS: '' };
  const script = join(import.meta.dirname, 'utc-region.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder], { env });
  expect(JSON.parse(stdout)).toEqual({ offset: 0, zone: 'UTC', hour: 0 });
  rmSync(folder, { recursive: true });
});
