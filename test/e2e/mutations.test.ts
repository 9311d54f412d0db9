import { missedIn, NAMES } from '../compile/mutate.ts';

test.each(NAMES)('%s without any one of what makes it safe is refused, and says why', (name) => {
  const { count, missed } = missedIn(name);
  expect(count).toBeGreaterThan(5);
  expect(missed).toEqual([]);
});
