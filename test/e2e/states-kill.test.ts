import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./states-kill-region.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'states-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Report {
  parents: string[];
  children: string[];
}

const start = (...more: string[]) =>
  spawn(process.execPath, [script, folder, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });

/** Waits for a report that fits, and kills the region. */
async function killWhen(region: ChildProcess, fits: (report: Report) => boolean): Promise<Report> {
  for await (const line of createInterface({ input: region.stdout! })) {
    const report = JSON.parse(line) as Report;
    if (!fits(report)) continue;
    const gone = once(region, 'exit');
    region.kill('SIGKILL');
    await gone;
    return report;
  }
  throw new Error(`the region ended by itself with exit code ${region.exitCode}`);
}

const count = (list: string[], status: string): number => list.filter((entry) => entry === status).length;

test('kill -9 three times: every execution ends well, and no child is started twice', async () => {
  await killWhen(start('fill'), ({ parents }) => parents.length === 12);
  await killWhen(start(), ({ children }) => children.length >= 4);
  await killWhen(start(), ({ parents }) => count(parents, 'SUCCEEDED') >= 1);
  const end = await killWhen(start(), ({ parents }) => count(parents, 'RUNNING') === 0);
  expect(count(end.parents, 'SUCCEEDED')).toBe(12);
  expect(end.children).toEqual(Array.from({ length: 12 }, () => 'SUCCEEDED'));
}, 60_000);
