/** Execution environments, kept warm and counted: threads share this process, so there are never more than `cap`. */
import { AwsError } from '../../../service.ts';
import type { Environment } from './environment.ts';

export interface PoolOptions {
  /** Threads at most. */
  cap: number;
  /** Environments of one function at most: cold starts cost more than waiting, on a machine of few cores. */
  perKey?: number;
  /** Milliseconds of real time after which an unused environment ends. */
  idleFor: number;
}

export interface Pool {
  /** An environment of this key, for the caller alone. Waits in line when all are in use. */
  acquire(key: string, open: () => Environment): Promise<Lease>;
  /** Ends unused environments whose key begins so; those in use end when they are released. */
  retire(prefix: string): void;
  readonly closed: boolean;
  /** Ends all environments, also those in use; whoever waits is refused. */
  close(): Promise<void>;
}

export interface Lease {
  readonly environment: Environment;
  /** Whether this is its first use. */
  readonly cold: boolean;
  release(): void;
}

interface Slot {
  key: string;
  environment: Environment;
  timer?: NodeJS.Timeout | undefined;
}

interface Waiter {
  key: string;
  open: () => Environment;
  resolve: (lease: Lease) => void;
  reject: (error: unknown) => void;
}

export function pool({ cap, perKey = cap, idleFor }: PoolOptions): Pool {
  const slots = new Set<Slot>();
  /** Unused ones, the longest unused first. */
  const idle = new Set<Slot>();
  const retired = new Set<Slot>();
  const waiting: Waiter[] = [];
  let closed = false;

  const end = (slot: Slot) => {
    clearTimeout(slot.timer);
    idle.delete(slot);
    retired.delete(slot);
    slots.delete(slot);
    return slot.environment.close();
  };
  const release = (slot: Slot) => {
    if (!slot.environment.alive || retired.has(slot) || !slots.has(slot)) void end(slot);
    else {
      idle.add(slot);
      slot.timer = setTimeout(() => void end(slot), idleFor).unref();
    }
    next();
  };
  const lease = (slot: Slot, cold: boolean): Lease => {
    clearTimeout(slot.timer);
    idle.delete(slot);
    return { environment: slot.environment, cold, release: () => release(slot) };
  };
  const warm = (key: string): Slot | undefined => {
    const mine = [...idle].filter((slot) => slot.key === key);
    const dead = mine.filter((slot) => !slot.environment.alive);
    for (const slot of dead) void end(slot);
    return mine.findLast((slot) => slot.environment.alive);
  };
  const start = ({ key, open }: Waiter): Lease | undefined => {
    const found = warm(key);
    if (found) return lease(found, false);
    if ([...slots].filter((slot) => slot.key === key).length >= perKey) return undefined;
    const oldest = slots.size >= cap ? idle.values().next().value : undefined;
    if (oldest) void end(oldest);
    if (slots.size >= cap) return undefined;
    const slot: Slot = { key, environment: open() };
    slots.add(slot);
    return lease(slot, true);
  };
  /** In line, but who waits for a function that has all it may have lets the others pass. */
  const next = () => {
    for (const waiter of [...waiting]) {
      try {
        const given = start(waiter);
        if (!given) continue;
        waiter.resolve(given);
      } catch (error) {
        waiter.reject(error);
      }
      waiting.splice(waiting.indexOf(waiter), 1);
    }
  };
  return {
    acquire: (key, open) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(stopping());
        waiting.push({ key, open, resolve, reject });
        next();
      }),
    get closed() {
      return closed;
    },
    retire(prefix) {
      for (const slot of [...slots].filter(({ key }) => key.startsWith(prefix))) {
        if (idle.has(slot)) void end(slot);
        else retired.add(slot);
      }
      next();
    },
    async close() {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(stopping());
      await Promise.all([...slots].map(end));
    },
  };
}

/** What an invocation ends with that the region's end cuts short; it is no result of the function. */
export function stopping(): AwsError {
  return new AwsError('ServiceException', 'The local region is stopping.', 500);
}
