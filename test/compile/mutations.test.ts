import { missedIn } from './mutate.ts';

test('order-saga without any one of what makes it safe is refused, and says why (all workflows in test/e2e)', () => {
  const { count, missed } = missedIn('order-saga');
  expect(count).toBeGreaterThan(20);
  expect(missed).toEqual([]);
});
