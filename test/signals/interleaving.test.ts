import * as fc from 'fast-check';
import { signalWorld } from './world.ts';

/**
 * Senders, waiting runs and retries side by side, in every order that a scheduler draws of their single calls of the
 * ledger, with functions that crash at any of them and are run again. Whatever the order, each run has exactly one signal,
 * no signal is had by two, and one that nobody has is still in the mailbox.
 */
test('no order of sending and waiting loses a signal or gives it twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 3 }),
      fc.array(fc.integer({ min: 0, max: 80 }), { maxLength: 3 }),
      async (scheduler, runs, extra, crashes) => {
        const world = await signalWorld();
        const orders = await Promise.all(Array.from({ length: runs }, (_, i) => world.start(`e${i}`)));
        let calls = 0;
        world.steer(async () => {
          await scheduler.schedule(Promise.resolve());
          calls += 1;
          if (crashes.includes(calls)) throw Object.assign(new Error('crash'), { name: 'Crash' });
        });
        const untilDone = async (act: () => Promise<unknown>): Promise<void> => {
          await act().catch((error: Error) => {
            if (error.name !== 'Crash' && error.name !== 'Retryable') throw error;
            return untilDone(act);
          });
        };
        const ids = Array.from({ length: runs + extra }, (_, i) => `s${i}`);
        const acts = [
          ...orders.map((order) => untilDone(() => order.wait())),
          ...ids.map((id, i) => untilDone(() => world.send(id, { amount: i }))),
        ];
        await scheduler.waitFor(Promise.all(acts));
        world.steer(() => {});
        const had = await Promise.all(orders.map(async (order) => (await order.row()).output?.value));
        const kept = [...world.rows.values()].filter(({ sk, status }) => sk.startsWith('SIGNAL#') && status === 'KEPT');
        expect(new Set(had.map((value) => JSON.stringify(value))).size).toBe(runs);
        expect(had).not.toContain(undefined);
        expect(kept).toHaveLength(extra);
        for (const order of orders) expect(order.types()).toHaveLength(new Set(order.types()).size);
      },
    ),
    { numRuns: 200 },
  );
});
