/**
 * Writes down what executions have done, in groups: all that became ready while the last group went to the disk is the
 * next one, with one transaction and one sync for all of it.
 */
import type { Region } from '../../service.ts';
import { commit, type Recorded } from './commit.ts';
import type { Executions } from './executions.ts';

export interface Recorder {
  /**
   * Writes it down and, when it is on the disk, calls `then`; so in the order of the calls. Settles after that, or
   * rejects when the disk is full: it is written as soon as there is room, and `then` is called only then.
   */
  add(recorded: Recorded, then: () => void): Promise<void>;
  stop(): void;
}

/** Milliseconds between two attempts to write a group, when the disk is full. */
const PAUSE = 1000;

export function recorder(region: Region, store: Executions): Recorder {
  let open: { recorded: Recorded; then: () => void }[] = [];
  let group: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();
  let retry: NodeJS.Timeout | undefined;

  const write = async (): Promise<void> => {
    const mine = open;
    open = [];
    group = undefined;
    try {
      region.store.transaction(() => {
        for (const { recorded } of mine) commit(region, store, recorded);
      });
    } catch (error) {
      open = [...mine, ...open];
      return later(error);
    }
    await region.store.durable();
    for (const { then } of mine) {
      try {
        then();
      } catch (error) {
        region.log('error', `states: ${(error as Error).message}`, { stack: (error as Error).stack });
      }
    }
  };
  /** In memory the executions have gone on, so nothing is dropped: a task that has ended must not be done again. */
  const later = (error: unknown): never => {
    store.reload();
    clearTimeout(retry);
    retry = setTimeout(() => void line(), PAUSE).unref();
    region.log('error', `states: ${open.length} steps wait to be recorded: ${(error as Error).message}`);
    throw error;
  };
  /** After the group before, and not before this turn of the event loop has given all that it has. */
  const line = (): Promise<void> => {
    group ??= last.then(turn).then(write);
    // Who waits for it has the failure, and the log.
    last = group.catch(() => undefined);
    return group;
  };

  return {
    add(recorded, then) {
      open.push({ recorded, then });
      return line();
    },
    stop: () => clearTimeout(retry),
  };
}

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
