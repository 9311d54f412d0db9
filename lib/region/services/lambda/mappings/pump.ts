/**
 * Runs a piece of work whenever it is woken, one run at a time, and again at the time it asks for. What woke it is on the
 * disk before, and whoever wrote that has had the answer: the work comes after the requests, and once for many of them.
 */
import type { Region } from '../../../service.ts';

export interface Pump {
  wake(): void;
  /** Settles when the run under way has ended. */
  stop(): Promise<void>;
}

/** Does all there is to do. Gives the time at which there may be more without being woken, or undefined. */
export type Work = () => Promise<number | undefined>;

const FIRST_PAUSE = 1000;
/** Errors in a row after which only a new arrival wakes the pump, so that virtual time can come to an end. */
const PATIENCE = 10;

export function pump(region: Region, name: string, work: Work): Pump {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let failures = 0;
  let cancel = () => {};

  const run = async (): Promise<void> => {
    do {
      cancel();
      try {
        await region.store.durable();
        await turn();
        again = false;
        if (stopped) return;
        later(await work());
        failures = 0;
      } catch (error) {
        failed(error as Error);
      }
    } while (again && !stopped);
  };
  const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
  const later = (at: number | undefined) => {
    if (at !== undefined && !stopped) cancel = region.clock.at(at, wake);
  };
  const failed = (error: Error) => {
    if (stopped) return;
    failures += 1;
    region.log('error', `${name} cannot go on (${failures}): ${error.message}`);
    if (failures <= PATIENCE) later(region.clock.now() + FIRST_PAUSE * 2 ** (failures - 1));
  };
  const wake = () => {
    if (stopped) return;
    again = true;
    running ??= region.clock.busy(run).finally(() => {
      running = undefined;
    });
  };
  return {
    wake,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
