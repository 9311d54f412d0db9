import type { Environment } from '../../../lib/region/services/lambda/execution/environment.ts';
import { pool } from '../../../lib/region/services/lambda/execution/pool.ts';

/** Environments without a thread, so that the pool's own rules show. */
function kitchen() {
  const open = new Set<string>();
  const opened: string[] = [];
  const make = (name: string) => (): Environment => {
    opened.push(name);
    open.add(name);
    const environment = {
      alive: true,
      ready: Promise.resolve(undefined),
      log: undefined as never,
      invoke: () => Promise.resolve({ payload: 'null' }),
      close: async () => void open.delete(name),
    };
    return environment;
  };
  return { make, open, opened };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('a released environment serves the next of its key', async () => {
  const { make, opened } = kitchen();
  const environments = pool({ cap: 2, idleFor: 1000 });
  const first = await environments.acquire('a', make('a1'));
  first.release();
  const second = await environments.acquire('a', make('a2'));
  expect([first.cold, second.cold, opened]).toEqual([true, false, ['a1']]);
  await environments.close();
});

test('at the cap an unused environment of another key makes room, the longest unused first', async () => {
  const { make, open } = kitchen();
  const environments = pool({ cap: 2, idleFor: 1000 });
  for (const key of ['a', 'b']) (await environments.acquire(key, make(key))).release();
  await environments.acquire('c', make('c'));
  expect([...open]).toEqual(['b', 'c']);
  await environments.close();
});

test('when all are in use callers wait in line, and nobody overtakes', async () => {
  const { make } = kitchen();
  const environments = pool({ cap: 1, idleFor: 1000 });
  const first = await environments.acquire('a', make('a'));
  const order: string[] = [];
  for (const name of ['b', 'a', 'c']) {
    void environments.acquire(name, make(name)).then((lease) => {
      order.push(name);
      lease.release();
    });
  }
  await soon();
  expect(order).toEqual([]);
  first.release();
  await soon();
  expect(order).toEqual(['b', 'a', 'c']);
  await environments.close();
});

test('an environment that has ended is not given again', async () => {
  const { make, opened } = kitchen();
  const environments = pool({ cap: 1, idleFor: 1000 });
  const first = await environments.acquire('a', make('a1'));
  Object.assign(first.environment, { alive: false });
  first.release();
  await environments.acquire('a', make('a2'));
  expect(opened).toEqual(['a1', 'a2']);
  await environments.close();
});

test('an environment that nobody uses ends after a while', async () => {
  const { make, open } = kitchen();
  const environments = pool({ cap: 1, idleFor: 20 });
  (await environments.acquire('a', make('a'))).release();
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(open.size).toBe(0);
});

test('a retired one ends at once, or when it is released', async () => {
  const { make, open } = kitchen();
  const environments = pool({ cap: 3, idleFor: 1000 });
  const used = await environments.acquire('fn:1', make('used'));
  (await environments.acquire('fn:2', make('unused'))).release();
  (await environments.acquire('other', make('other'))).release();
  environments.retire('fn:');
  expect([...open]).toEqual(['used', 'other']);
  used.release();
  expect([...open]).toEqual(['other']);
  await environments.close();
});

test('closing refuses those in line', async () => {
  const { make } = kitchen();
  const environments = pool({ cap: 1, idleFor: 1000 });
  await environments.acquire('a', make('a'));
  const waiting = environments.acquire('b', make('b'));
  await environments.close();
  await expect(waiting).rejects.toThrow('stopping');
  await expect(environments.acquire('c', make('c'))).rejects.toThrow('stopping');
});
