import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegion, type RunningRegion } from '../../lib/region/region.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/local-region.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').map((cell) => cell.trim().split(' ')));

let folder: string;
let region: RunningRegion;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'region-'));
  region = await createRegion({ dataDir: folder });
});
afterAll(async () => {
  await region.stop();
  rmSync(folder, { recursive: true });
});

test('the page on the local region lists exactly the operations and resource types that it knows', async () => {
  const answer = await fetch(`${region.endpoint}/_region/health`);
  const { services } = (await answer.json()) as { services: string[] };
  for (const name of services) {
    const { operations, resources = {} } = region.service(name);
    const types = Object.keys(resources).map((type) => type.replace('AWS::', ''));
    const row = rows.find((cells) => cells[2]?.includes(Object.keys(operations)[0] ?? ''));
    expect([name, row?.[2]]).toEqual([name, Object.keys(operations)]);
    expect([name, row?.[3]?.filter(Boolean)]).toEqual([name, types]);
  }
});
