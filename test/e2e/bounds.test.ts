import { beyond, boundsFor, drawn } from '../compile/bounds/drawn.ts';

/** Another base draws other workflows: `BOUNDS_BASE=$RANDOM npx jest test/e2e/bounds`. */
const BASE = process.env.BOUNDS_BASE ?? 'bounds-all';
const COUNT = 5000;

test(`what ${COUNT} drawn runs have used is inside the bounds of their workflows (base '${BASE}')`, async () => {
  const found: string[] = [];
  let held = 0;
  for (let index = 0; index < COUNT && found.length === 0; index++) {
    for (const each of await drawn(`${BASE}-${index}`)) {
      held += 1;
      found.push(...beyond(boundsFor(each), each));
    }
  }
  expect(found).toEqual([]);
  expect(held).toBeGreaterThan(0.9 * COUNT);
}, 600_000);
