/** Telling those who wait that a queue has messages: long polls and event source mappings, without polling. */
import type { Region } from '../../service.ts';
import type { Messages } from './messages.ts';
import type { Queues } from './queues.ts';

export type Arrivals = ReturnType<typeof arrivals>;

export function arrivals(region: Region, queues: Queues, messages: Messages) {
  const waiting = new Map<string, Set<() => void>>();
  const timers = new Map<string, () => void>();

  /** After a change: calls the listeners if something is visible, else waits until the next message appears. */
  function changed(name: string): void {
    timers.get(name)?.();
    timers.delete(name);
    const listeners = waiting.get(name);
    const queue = queues.find(name);
    if (!listeners?.size || !queue) return;
    if (messages.visible(queue, 1).length > 0) {
      notify([...listeners]);
      return;
    }
    const next = messages.nextVisible(name);
    if (next !== undefined)
      timers.set(
        name,
        region.clock.at(next, () => changed(name)),
      );
  }

  /** Not inside the change itself: a listener may receive at once, and must see what was committed. */
  function notify(listeners: (() => void)[]): void {
    queueMicrotask(() => {
      for (const listener of listeners) listener();
    });
  }

  /** Calls `listener` whenever the queue has something to receive, now or later. Returns a function that ends it. */
  function subscribe(name: string, listener: () => void): () => void {
    const listeners = waiting.get(name) ?? new Set();
    waiting.set(name, listeners.add(listener));
    changed(name);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      timers.get(name)?.();
      timers.delete(name);
    };
  }

  function stop(): void {
    for (const cancel of timers.values()) cancel();
    timers.clear();
    waiting.clear();
  }

  return { changed, subscribe, stop };
}
