import type { Snapshot } from '../../../asl/snapshot.ts';
import { step } from '../../../asl/step.ts';
import type { StateMachine } from '../../../asl/types.ts';
import type { Region } from '../../service.ts';
import type { Execution, Executions } from './executions.ts';

/** An execution in memory: what its journal folds to, and its timers on the region's clock. */
export interface Live {
  definition: StateMachine;
  snapshot: Snapshot | undefined;
  /** Events in its journal. */
  events: number;
  /** Cancels, by id. */
  timers: Map<string, () => void>;
  /** The end of what is being done for it. */
  tail: Promise<unknown>;
  /** The end of what it has been seen to do, which follows the disk. */
  seen: Promise<unknown>;
}

export interface LiveExecutions {
  /** Does work for an execution after all that was asked before; virtual time stands still meanwhile. */
  inTurn<T>(arn: string, work: (live: Live) => Promise<T>): Promise<T>;
  /** Drops an execution that has ended. */
  forget(arn: string): void;
  stop(): void;
}

/** Keeps running executions folded; one that is not in memory is folded from its journal again. */
export function liveExecutions(region: Region, store: Executions): LiveExecutions {
  const all = new Map<string, Live>();

  const load = (arn: string): Live => {
    const known = all.get(arn);
    if (known) return known;
    const made: Live = {
      definition: store.machine(store.get(arn) as Execution),
      snapshot: undefined,
      events: 0,
      timers: new Map(),
      tail: Promise.resolve(),
      seen: Promise.resolve(),
    };
    made.tail = refold(made, arn);
    all.set(arn, made);
    return made;
  };

  const refold = async (live: Live, arn: string): Promise<void> => {
    for (const event of store.journal(arn)) {
      live.snapshot = (await step(live.definition, live.snapshot, event, { consume: true })).snapshot;
      live.events += 1;
    }
  };

  const forget = (arn: string): void => {
    for (const cancel of all.get(arn)?.timers.values() ?? []) cancel();
    all.delete(arn);
  };

  return {
    inTurn(arn, work) {
      const live = load(arn);
      const result = live.tail.then(() => region.clock.busy(() => work(live)));
      live.tail = result.catch((error: Error) => {
        region.log('error', `states: ${arn}: ${error.message}`, { stack: error.stack });
      });
      return result;
    },
    forget,
    stop() {
      for (const arn of all.keys()) forget(arn);
    },
  };
}
