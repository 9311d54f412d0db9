import { boundsOf } from '../../../lib/compile/bounds/bounds.ts';
import { LIST_PRICES } from '../../../lib/compile/bounds/prices.ts';
import { WEIGHTS, type Weights } from '../../../lib/compile/bounds/weights.ts';
import { beyond, boundsFor, type Drawn, drawn } from './drawn.ts';
import { mostOf, SHAPES, slack } from './reached.ts';

const COUNT = 60;
const samples: Drawn[] = [];
beforeAll(async () => {
  for (let index = 0; index < COUNT; index++) samples.push(...(await drawn(`bounds-${index}`)));
});

test(`what ${COUNT} drawn runs have used is inside the bounds of their workflows (5,000 in test/e2e)`, () => {
  expect(samples.length).toBeGreaterThan(0.9 * COUNT);
  expect(samples.flatMap((each) => beyond(boundsFor(each), each))).toEqual([]);
});

const EXACT = { events: 0, tokens: 0 };

test.each(SHAPES)('the bound is what a run may reach: $name', async (shape) => {
  expect(slack(await mostOf(shape), shape, WEIGHTS)).toEqual(EXACT);
});

/** Held against the shapes first, since one is enough. */
async function isNoticed(weights: Weights): Promise<boolean> {
  for (const shape of SHAPES) {
    const { events } = slack(await mostOf(shape, weights), shape, weights);
    if (events !== 0) return true;
  }
  return samples.some((each) => beyond(boundsOf(each.model, each.compiled, LIST_PRICES, weights), each).length > 0);
}

const MUTANTS = (Object.keys(WEIGHTS) as (keyof Weights)[]).flatMap((name) =>
  [-1, 1].map((by) => ({ name, by, weights: { ...WEIGHTS, [name]: WEIGHTS[name] + by } })),
);

test.each(MUTANTS)('a weight that is wrong by one is noticed: $name $by', async ({ weights }) => {
  expect(await isNoticed(weights)).toBe(true);
});
