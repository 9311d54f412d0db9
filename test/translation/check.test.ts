import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explained, tallyOf } from './among.ts';
import { checked, compare } from './translate.ts';
import { type KeptWorld, keptWorld } from './worlds.ts';

const KEPT = join(import.meta.dirname, 'kept');
const kept = readdirSync(KEPT).flatMap((file) => (file.endsWith('.yaml') ? [file.replace('.yaml', '')] : []));

test('machines do what the files mean: 200 drawn workflows (5,000 in test/e2e)', async () => {
  const { differences, ...tally } = await tallyOf('slice', 200);
  expect(await Promise.all(differences.map(explained))).toEqual([]);
  expect(tally.discarded).toBeLessThan(10);
  expect(tally.races).toBeLessThan(10);
});

test.each(kept)('a difference that was found once stays away: %s', async (name) => {
  const workflow = checked(readFileSync(join(KEPT, `${name}.yaml`), 'utf8'));
  const world = JSON.parse(readFileSync(join(KEPT, `${name}.world.json`), 'utf8')) as KeptWorld;
  const { difference } = await compare(workflow, keptWorld(world));
  expect(difference).toBeUndefined();
});
