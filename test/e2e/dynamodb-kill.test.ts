import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRegion } from '../../lib/region/region.ts';
import { dynamodb } from '../../lib/region/services/dynamodb/index.ts';

/** Runs the writer, kills it with SIGKILL in the middle of its work, and returns the last number it was told is done. */
async function writeUntilKilled(dataDir: string): Promise<number> {
  const writer = spawn(process.execPath, [join(import.meta.dirname, 'dynamodb-kill-writer.ts'), dataDir]);
  let said = '';
  writer.stdout.on('data', (chunk) => {
    said += chunk;
  });
  const deadline = Date.now() + 15_000;
  while (!said.includes('\n20\n') && Date.now() < deadline) await sleep(5);
  writer.kill('SIGKILL');
  await once(writer, 'close');
  return Number(said.trim().split('\n').at(-1));
}

test('after kill -9 every acknowledged transaction is there, whole, with its index rows and stream records', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kill-'));
  const done = await writeUntilKilled(dataDir);
  expect(done).toBeGreaterThanOrEqual(20);
  const { region, stop } = await createRegion({ dataDir, services: [dynamodb] });
  const run = (operation: string, input: object) => region.call({ kind: 'root' }, 'dynamodb', operation, input);
  try {
    const { Items } = await run('Scan', { TableName: 'books' });
    const [left, right] = Items.map((item: { n: { N: string } }) => Number(item.n.N));
    expect(left).toBe(right);
    expect(left).toBeGreaterThanOrEqual(done);
    expect(left).toBeLessThanOrEqual(done + 1);
    const indexed = await run('Scan', { TableName: 'books', IndexName: 'by-g' });
    expect(indexed.Items.map((item: { g: { S: string } }) => item.g.S)).toEqual([`g${left}`, `g${left}`]);
    const { n } = region.store.db.prepare('SELECT count(*) AS n FROM dynamodb_records').get()!;
    expect(n).toBe(2 * left);
  } finally {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
