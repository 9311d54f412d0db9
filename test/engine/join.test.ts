import { stepsBeside } from '../../lib/engine/branches.ts';
import { type Arrival, arrive, collect } from '../../lib/engine/join.ts';
import { bookWithRun, chainOf, TENANT } from '../support/engine.ts';

async function joinWorld(at?: string) {
  const { book, run, rows } = await bookWithRun({});
  const about = { run: { id: run }, join: 'quotes', need: 2, of: 3, ...(at && { at }) };
  const tell = (branch: string, told: Partial<Arrival>) =>
    arrive(book.ports, TENANT, { ...about, branch, ...told }).then(
      () => 'goes on',
      (error: Error) => error.name,
    );
  return {
    done: (branch: string, results: Record<string, unknown> = { [branch]: 1 }) => tell(branch, { results }),
    failed: (branch: string) => tell(branch, { error: { name: 'Refused', message: 'no' } }),
    collect: () => collect(book.ports, TENANT, about),
    types: () => chainOf(rows).map(({ entry }) => entry.type),
  };
}

test('enough have arrived: the join says so, and gives what they gave', async () => {
  const { done, collect, types } = await joinWorld();
  expect(await done('a')).toBe('goes on');
  expect(await done('b')).toBe('Joined');
  expect(await collect()).toEqual({ output: { a: 1, b: 1 }, branches: ['a', 'b'] });
  expect(types()).toEqual(['run.requested', 'branch.arrived', 'branch.arrived']);
});

test('one that comes too late adds nothing', async () => {
  const { done, collect } = await joinWorld();
  await done('a');
  await done('b');
  expect(await done('c')).toBe('Joined');
  expect((await collect()).branches).toEqual(['a', 'b']);
});

test('told twice, a branch counts once', async () => {
  const { done, collect, types } = await joinWorld();
  await done('a');
  expect(await done('a')).toBe('goes on');
  expect((await collect()).branches).toEqual(['a']);
  expect(types()).toHaveLength(2);
});

test('a failure is borne as long as enough can still come, and not when they cannot', async () => {
  const { done, failed } = await joinWorld();
  expect(await failed('a')).toBe('goes on');
  expect(await done('b')).toBe('goes on');
  expect(await failed('c')).toBe('JoinFailed');
});

test('branches that arrive at the same moment are all counted', async () => {
  const { done, collect } = await joinWorld();
  const told = await Promise.all([done('a'), done('b'), done('c')]);
  expect(told).toContain('Joined');
  expect((await collect()).branches).toHaveLength(2);
});

test('each pass of a map joins by itself', async () => {
  const first = await joinWorld('0');
  await first.done('a');
  expect((await first.collect()).output).toEqual({ a: 1 });
});

test('a large result arrives whole', async () => {
  const { done, collect } = await joinWorld();
  const large = { a: { text: 'x'.repeat(20_000) } };
  await done('a', large);
  expect((await collect()).output).toEqual(large);
});

test('the steps beside those that have arrived are those of the other branches, however deep', () => {
  const node = (id: string, step?: string, part = 'body') =>
    ({ id, kind: 'tool', ...(step && { inside: { step, part } }) }) as never;
  const nodes = [node('quotes'), node('a1', 'quotes', 'a'), node('b1', 'quotes', 'b'), node('b2', 'b1'), node('z')];
  expect(stepsBeside({ nodes, edges: [] }, 'quotes', ['a'])).toEqual(new Set(['b1', 'b2']));
});
