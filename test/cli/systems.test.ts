import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countersignOn } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'systems-'));
const token = join(folder, 'token');
writeFileSync(token, 'a-token-that-nobody-may-read\n');
afterAll(() => rmSync(folder, { recursive: true }));

const set = (...args: string[]) => countersignOn({}, 'systems', 'set', 'order', 'shop', ...args, '--data', folder);

test('what is no address, or no token, is wrong usage', async () => {
  expect(await set('--url', 'shop', '--token-file', token)).toMatchObject({ code: 2 });
  writeFileSync(join(folder, 'empty'), '\n');
  expect(await set('--url', 'https://shop.test', '--token-file', join(folder, 'empty'))).toMatchObject({ code: 2 });
});

test('without a region that runs it says how to start one, and never what the token is', async () => {
  const ended = await set('--url', 'https://shop.test', '--token-file', token);
  expect(ended).toMatchObject({ code: 1, err: expect.stringContaining('npx countersign dev') });
  expect(JSON.stringify(ended)).not.toContain('a-token-that');
});
