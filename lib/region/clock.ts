/** The two clocks of a region: the machine's, and one that only moves when told, for tests and simulation. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from './service.ts';

/** A clock the region can switch off. */
export interface RegionClock extends Clock {
  readonly virtual: boolean;
  /** Forgets every timer. */
  stop(): void;
}

export interface VirtualClock extends RegionClock {
  /** Moves time by `ms`, firing what falls due in order and letting the work it starts come to rest in between. */
  advance(ms: number): Promise<void>;
  /**
   * Jumps from timer to timer, each time nothing is in flight, until none is left, the next lies beyond `until`, or
   * `done` says so. Throws after `limit` jumps, since a timer that sets itself again (a schedule) never ends.
   */
  runUntilIdle(options?: JumpOptions): Promise<void>;
}

export interface JumpOptions {
  /** Milliseconds since the epoch. */
  until?: number;
  /** Asked before each jump. */
  done?: () => boolean | Promise<boolean>;
  /** By default 100,000. */
  limit?: number;
}

/** setTimeout takes at most a signed 32-bit number of milliseconds, about 25 days. */
const longestTimeout = 2 ** 31 - 1;

export function realClock(): RegionClock {
  const pending = new Set<() => void>();
  const at = (time: number, fire: () => void): (() => void) => {
    let timer: NodeJS.Timeout;
    const cancel = () => {
      clearTimeout(timer);
      pending.delete(cancel);
    };
    const arm = () => {
      timer = setTimeout(due, Math.min(Math.max(0, time - Date.now()), longestTimeout)).unref();
    };
    const due = () => {
      // setTimeout may wake a millisecond early, and never waits longer than its limit.
      if (Date.now() < time) return arm();
      pending.delete(cancel);
      fire();
    };
    pending.add(cancel);
    arm();
    return cancel;
  };
  return {
    virtual: false,
    now: () => Date.now(),
    at,
    busy: async (work) => work(),
    waiting: (promise) => promise,
    stop: () => {
      for (const cancel of pending) cancel();
    },
  };
}

interface Timer {
  at: number;
  fire: () => void;
}

/** A clock that starts at `start` (milliseconds since the epoch) and moves only by `advance` and `runUntilIdle`. */
export function virtualClock(start = Date.UTC(2026, 0, 1)): VirtualClock {
  let now = start;
  const timers = new Set<Timer>();
  const flights = flightControl();

  const next = (until: number): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers) if (timer.at <= until && (!first || timer.at < first.at)) first = timer;
    return first;
  };
  const fire = (timer: Timer) => {
    if (!timers.delete(timer)) return;
    now = Math.max(now, timer.at);
    timer.fire();
  };
  const run = async ({ until = Number.POSITIVE_INFINITY, limit = 100_000, done }: JumpOptions): Promise<void> => {
    await flights.rest();
    for (let jumps = 0; !(await done?.()); jumps++) {
      const timer = next(until);
      if (!timer) return;
      if (jumps >= limit)
        throw new Error(
          `virtual time jumped ${limit} times and timers are still set; say "until" when, or "done" by what`,
        );
      fire(timer);
      await flights.rest();
    }
  };
  return {
    virtual: true,
    now: () => now,
    at: (time, work) => {
      // Whole milliseconds, as everywhere: backoff with jitter asks for parts of them.
      const timer = { at: Math.ceil(time), fire: work };
      timers.add(timer);
      if (time <= now) void flights.busy(() => turn().then(() => fire(timer)));
      return () => void timers.delete(timer);
    },
    busy: flights.busy,
    waiting: flights.waiting,
    advance: async (ms) => {
      const end = now + ms;
      await run({ until: end, limit: Number.POSITIVE_INFINITY });
      now = end;
    },
    runUntilIdle: (options = {}) => run(options),
    stop: () => timers.clear(),
  };
}

/** One turn of the event loop. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

interface Flight {
  parent: Flight | undefined;
  waits: number;
}

/**
 * Knows what is in flight. A piece of work that waits takes its ancestors with it: they wait for the same thing.
 * Rest is three turns of the event loop without work, since one piece of work often starts the next a turn later.
 */
function flightControl() {
  const context = new AsyncLocalStorage<Flight>();
  const flights = new Set<Flight>();
  let landed: (() => void)[] = [];
  const inFlight = () => [...flights].some((flight) => flight.waits === 0);
  const settle = () => {
    if (inFlight()) return;
    for (const resume of landed) resume();
    landed = [];
  };
  const change = (by: number) => {
    for (let flight = context.getStore(); flight; flight = flight.parent) flight.waits += by;
    settle();
  };
  return {
    async busy<T>(work: () => T | Promise<T>): Promise<T> {
      const flight: Flight = { parent: context.getStore(), waits: 0 };
      flights.add(flight);
      try {
        return await context.run(flight, work);
      } finally {
        flights.delete(flight);
        settle();
      }
    },
    async waiting<T>(promise: Promise<T>): Promise<T> {
      change(1);
      try {
        return await promise;
      } finally {
        change(-1);
      }
    },
    async rest(): Promise<void> {
      for (let quiet = 0; quiet < 3; quiet++) {
        await turn();
        if (!inFlight()) continue;
        await new Promise<void>((resolve) => landed.push(resolve));
        quiet = -1;
      }
    },
  };
}
