/**
 * Express executions: in memory, without a history, for five minutes at most. An asynchronous one that a stop of the
 * region cut off begins again (at least once); a synchronous one ends with the request that waited for it (at most once).
 */
import type { Command, Event } from '../../../asl/events.ts';
import type { Snapshot } from '../../../asl/snapshot.ts';
import { step } from '../../../asl/step.ts';
import type { Json, StateMachine } from '../../../asl/types.ts';
import { records } from '../../records.ts';
import type { Region } from '../../service.ts';
import type { Fact } from './engine.ts';
import { callTask, failureOf } from './tasks/index.ts';

/** What an Express execution runs, and with what. */
export interface ExpressStart {
  arn: string;
  name: string;
  machine: string;
  machineArn: string;
  roleArn: string;
  definition: string;
  /** JSON text, as given. */
  input: string;
}

export type Express = ReturnType<typeof express>;

export function express(region: Region) {
  const unfinished = records<ExpressStart>(region.store, 'states_express');
  const running = new Set<Run>();
  const run = (start: ExpressStart): Promise<Snapshot> => {
    const begun = begin(region, start);
    running.add(begun);
    return begun.end.finally(() => running.delete(begun));
  };
  const runNoted = (start: ExpressStart): void =>
    void run(start)
      .then(() => unfinished.delete(start.arn))
      .catch((error: Error) => region.log('error', `states: ${start.arn}: ${error.message}`, { stack: error.stack }));
  return {
    /** Runs to the end and gives it. */
    run,
    /** Runs in the background, from the beginning again if the region stops first. */
    start(start: ExpressStart): void {
      unfinished.put(start.arn, start);
      runNoted(start);
    },
    resume: () => unfinished.list().forEach(runNoted),
    stop(): void {
      for (const { stop } of running) stop();
    },
  };
}

interface Run {
  end: Promise<Snapshot>;
  /** Lets go of it, without an end. */
  stop(): void;
}

function begin(region: Region, start: ExpressStart): Run {
  const definition = JSON.parse(start.definition) as StateMachine;
  const timers = new Map<string, () => void>();
  const { promise: end, resolve, reject } = Promise.withResolvers<Snapshot>();
  let snapshot: Snapshot | undefined;
  let tail: Promise<void> = Promise.resolve();
  let over = false;

  const deliver = (fact: Fact): void => {
    tail = tail.then(() => region.clock.busy(() => fold(fact))).catch(reject);
  };

  const fold = async (fact: Fact): Promise<void> => {
    if (over) return;
    const event = { ...fact, at: region.clock.now(), seed: region.id(16) } as Event;
    const result = await step(definition, snapshot, event);
    snapshot = result.snapshot;
    result.commands.forEach(perform);
    if (snapshot.status === 'RUNNING') return;
    stop();
    resolve(snapshot);
  };

  const perform = (command: Command): void => {
    if (command.type === 'startTimer') {
      const { id } = command;
      timers.set(
        id,
        region.clock.at(command.at, () => deliver({ type: 'timerFired', id })),
      );
    } else if (command.type === 'cancelTimer') timers.get(command.id)?.();
    else if (command.type === 'scheduleTask') {
      const { taskId } = command;
      void region.clock
        .busy(() => callTask(region, start, command))
        .then((output) => deliver({ type: 'taskSucceeded', taskId, output }))
        .catch((error: unknown) => deliver({ type: 'taskFailed', taskId, ...failureOf(region, error) }));
    }
  };

  const stop = (): void => {
    over = true;
    for (const cancel of timers.values()) cancel();
  };

  deliver({ type: 'executionStarted', execution: executionOf(start), input: JSON.parse(start.input) as Json });
  return { end, stop };
}

const executionOf = ({ arn, name, roleArn, machine, machineArn }: ExpressStart) => ({
  id: arn,
  name,
  roleArn,
  stateMachine: { id: machineArn, name: machine },
  express: true,
});
