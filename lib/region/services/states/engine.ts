/**
 * Drives executions: each recorded event is folded into the state of its execution, and what comes of it is on the disk
 * before any of it is visible. One event at a time for each execution.
 */
import type { Command, Event, ExecutionInfo } from '../../../asl/events.ts';
import { awaits, outstanding } from '../../../asl/outstanding.ts';
import type { Snapshot } from '../../../asl/snapshot.ts';
import { step } from '../../../asl/step.ts';
import type { Json } from '../../../asl/types.ts';
import type { Region } from '../../service.ts';
import type { Execution, Executions } from './executions.ts';
import type { Live } from './live.ts';
import { liveExecutions } from './live.ts';
import { recorder } from './recorder.ts';
import type { Tasks } from './tasks/index.ts';

/** An event without its time and seed, which are added when it is recorded. */
export type Fact = Event extends infer E ? (E extends Event ? Omit<E, 'at' | 'seed'> : never) : never;

export interface Engine {
  /** Begins an execution whose row is stored, and settles when its first step is durable. */
  begin(execution: Execution): Promise<void>;
  /** Records a fact, and settles when what comes of it is durable. False when nothing waited for it. */
  deliver(arn: string, fact: Fact): Promise<boolean>;
  /** An execution as it stands, also when it is over. */
  snapshot(arn: string): Promise<Snapshot | undefined>;
  /** Whether a task of an execution is still waited for. */
  awaits(arn: string, taskId: string): Promise<boolean>;
  /** Goes on with everything that ran when the region stopped. */
  resume(): void;
  stop(): void;
}

export function engine(region: Region, store: Executions, tasks: (engine: Engine) => Tasks): Engine {
  const executions = liveExecutions(region, store);
  const recorded = recorder(region, store);
  let stopped = false;

  const deliver: Engine['deliver'] = async (arn, fact) => {
    const over = () => stopped || (store.get(arn)?.status !== 'RUNNING' && fact.type !== 'executionRedriven');
    if (over()) return false;
    const seen = await executions.inTurn(arn, async (live) => (over() ? undefined : record(arn, live, fact)));
    if (!seen) return false;
    await region.clock.busy(() => seen.done);
    return true;
  };

  /** The next event may be recorded at once; what comes of this one is seen when it is on the disk, in the same order. */
  const record = async (arn: string, live: Live, fact: Fact): Promise<{ done: Promise<void> } | undefined> => {
    const event = { ...fact, at: region.clock.now(), seed: region.id(16) } as Event;
    const result = await step(live.definition, live.snapshot, event);
    if (stopped || result.idle) return undefined;
    live.snapshot = result.snapshot;
    live.events += 1;
    const done = recorded.add({ arn, seq: live.events, event, result }, () => {
      if (!stopped) for (const command of result.commands) perform(arn, live, command, false);
    });
    live.seen = done;
    return { done };
  };

  const perform = (arn: string, live: Live, command: Command, submitted: boolean): void => {
    if (command.type === 'startTimer') startTimer(arn, live, command.id, command.at);
    else if (command.type === 'cancelTimer') cancelTimer(live, command.id);
    else if (command.type === 'scheduleTask') driver.perform(store.get(arn) as Execution, command, submitted);
    else if (command.type === 'cancelTask') driver.cancel(arn, command.taskId);
    else {
      executions.forget(arn);
      driver.ended(store.get(arn) as Execution);
    }
  };

  const startTimer = (arn: string, live: Live, id: string, at: number): void => {
    const fire = (): void => {
      live.timers.delete(id);
      background(deliver(arn, { type: 'timerFired', id }));
    };
    live.timers.set(id, region.clock.at(at, fire));
  };

  const cancelTimer = (live: Live, id: string): void => {
    live.timers.get(id)?.();
    live.timers.delete(id);
  };

  /** Nobody waits for it; what fails in turn is in the log already. */
  const background = (work: Promise<unknown>): void => void work.catch(() => undefined);

  const resumeOne = (execution: Execution): Promise<void> =>
    executions.inTurn(execution.arn, async (live) => {
      if (!live.snapshot) return background(begin(execution));
      for (const { command, submitted } of outstanding(live.snapshot)) perform(execution.arn, live, command, submitted);
    });

  const begin: Engine['begin'] = async ({ arn, input, name, roleArn, machine, machineArn }) => {
    const execution: ExecutionInfo = { id: arn, name, roleArn, stateMachine: { id: machineArn, name: machine } };
    await deliver(arn, { type: 'executionStarted', execution, input: JSON.parse(input) as Json });
  };

  const self: Engine = {
    begin,
    deliver,
    async snapshot(arn) {
      const found = await executions.inTurn(arn, async ({ snapshot }) => snapshot);
      if (found && found.status !== 'RUNNING') executions.forget(arn);
      return found;
    },
    awaits: (arn, taskId) =>
      executions.inTurn(arn, async ({ snapshot, seen }) => {
        if (snapshot && awaits(snapshot, taskId)) return true;
        // Nobody is told of a step that is not on the disk.
        await seen;
        return false;
      }),
    resume() {
      for (const { id, detail } of store.announcements()) {
        region.store.transaction(() => {
          region.emit(detail);
          store.announced(id);
        });
      }
      for (const execution of store.running()) background(resumeOne(execution));
    },
    stop() {
      stopped = true;
      recorded.stop();
      executions.stop();
    },
  };
  const driver = tasks(self);
  return self;
}
