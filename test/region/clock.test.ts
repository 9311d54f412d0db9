import { setTimeout as sleep } from 'node:timers/promises';
import { realClock, virtualClock } from '../../lib/region/clock.ts';

const day = 24 * 3600 * 1000;

describe('virtual time', () => {
  test('stands still until it is told to move', async () => {
    const clock = virtualClock(1000);
    await sleep(5);
    expect(clock.now()).toBe(1000);
    await clock.advance(500);
    expect(clock.now()).toBe(1500);
  });

  test('timers fire in the order of their times, each seeing its own time', async () => {
    const clock = virtualClock(0);
    const fired: number[] = [];
    for (const at of [30, 10, 20, 99]) clock.at(at, () => fired.push(clock.now()));
    await clock.advance(50);
    expect(fired).toEqual([10, 20, 30]);
  });

  test('a time between two milliseconds is the later one, as the books keep whole ones', async () => {
    const clock = virtualClock(0);
    let fired: number | undefined;
    clock.at(10.25, () => {
      fired = clock.now();
    });
    await clock.advance(10);
    expect(fired).toBeUndefined();
    await clock.advance(1);
    expect(fired).toBe(11);
  });

  test('a timer that is set by another fires in the same advance, and a cancelled one never', async () => {
    const clock = virtualClock(0);
    const fired: string[] = [];
    clock.at(10, () => clock.at(20, () => fired.push('second')));
    clock.at(15, () => fired.push('cancelled'))();
    await clock.advance(20);
    expect(fired).toEqual(['second']);
  });

  test('a timer in the past fires without an advance', async () => {
    const clock = virtualClock(100);
    const fired = new Promise<number>((resolve) => clock.at(50, () => resolve(clock.now())));
    expect(await fired).toBe(100);
  });

  test('runUntilIdle jumps over days of waiting, to the end', async () => {
    const clock = virtualClock(0);
    let hops = 0;
    const hop = () => {
      if (++hops < 10) clock.at(clock.now() + day, hop);
    };
    hop();
    await clock.runUntilIdle();
    expect([hops, clock.now()]).toEqual([10, 9 * day]);
  });

  test('runUntilIdle does not jump while work is in flight', async () => {
    const clock = virtualClock(0);
    const order: string[] = [];
    clock.at(day, () => order.push('timeout'));
    const work = clock.busy(async () => {
      await sleep(30);
      order.push('work');
    });
    await clock.runUntilIdle();
    await work;
    expect(order).toEqual(['work', 'timeout']);
  });

  test('a call that waits for time does not hold time up, nor does the call that made it', async () => {
    const clock = virtualClock(0);
    const poll = () => clock.waiting(new Promise<void>((resolve) => clock.at(20_000, resolve)));
    const outer = clock.busy(() => clock.busy(poll));
    await clock.runUntilIdle();
    await outer;
    expect(clock.now()).toBe(20_000);
  });

  test('after the wait the call is in flight again', async () => {
    const clock = virtualClock(0);
    const order: string[] = [];
    clock.at(day, () => order.push('timeout'));
    const call = clock.busy(async () => {
      await clock.waiting(new Promise<void>((resolve) => clock.at(10, resolve)));
      await sleep(30);
      order.push('work');
    });
    await clock.runUntilIdle();
    await call;
    expect(order).toEqual(['work', 'timeout']);
  });

  test('runUntilIdle stops at a given time or when it is done, and refuses to run for ever', async () => {
    const clock = virtualClock(0);
    const again = () => void clock.at(clock.now() + 10, again);
    again();
    await clock.runUntilIdle({ until: 55 });
    expect(clock.now()).toBe(50);
    await clock.runUntilIdle({ done: () => clock.now() >= 100 });
    expect(clock.now()).toBe(100);
    await expect(clock.runUntilIdle({ limit: 20 })).rejects.toThrow('jumped 20 times');
  });
});

describe('real time', () => {
  test('a timer fires at its time and never before', async () => {
    const clock = realClock();
    const due = clock.now() + 15;
    const fired = await new Promise<number>((resolve) => clock.at(due, () => resolve(clock.now())));
    expect(fired).toBeGreaterThanOrEqual(due);
  });

  test('a timer beyond what setTimeout can hold does not fire at once', async () => {
    const clock = realClock();
    let fired = false;
    clock.at(clock.now() + 60 * day, () => {
      fired = true;
    });
    await sleep(20);
    expect(fired).toBe(false);
    clock.stop();
  });

  test('stop forgets every timer', async () => {
    const clock = realClock();
    let fired = false;
    clock.at(clock.now() + 5, () => {
      fired = true;
    });
    clock.stop();
    await sleep(15);
    expect(fired).toBe(false);
  });
});
