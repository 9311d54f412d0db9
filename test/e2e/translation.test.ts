import { explained, type Tally, tallyOf } from '../translation/among.ts';

/** Another base draws other workflows: `TRANSLATION_BASE=$RANDOM npx jest test/e2e/translation`. */
const BASE = process.env.TRANSLATION_BASE ?? 'translation';
const COUNT = 5000;

let tally: Tally;
beforeAll(async () => {
  tally = await tallyOf(BASE, COUNT);
}, 900_000);

test(`what the machines do is what the files mean, in ${COUNT} drawn workflows (base '${BASE}')`, async () => {
  expect(await Promise.all(tally.differences.slice(0, 3).map(explained))).toEqual([]);
}, 300_000);

test('what is drawn is well-formed, and seldom depends on which of two things at one moment is first', () => {
  expect(tally.drawn).toBe(COUNT);
  expect(tally.discarded).toBeLessThan(0.05 * COUNT);
  expect(tally.races).toBeLessThan(0.05 * COUNT);
});

test('runs end in every way, and few before they have done anything', () => {
  expect(new Set(Object.keys(tally.ends))).toEqual(
    new Set(['FAILED', 'TIMED_OUT', 'exception', 'rejected', 'succeeded']),
  );
  for (const count of Object.values(tally.ends)) expect(count).toBeGreaterThan(5);
  expect(tally.attempts).toBeGreaterThan(2 * COUNT);
});
