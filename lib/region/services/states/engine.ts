/**
 * Drives executions: each recorded event is folded into the state of its execution, and what comes of it is durable
 * before any of it is visible. One event at a time for each execution.
 */
import type { Command, Event, ExecutionInfo, HistoryEvent } from '../../../asl/events.ts';
import { awaits, outstanding } from '../../../asl/outstanding.ts';
import type { Snapshot } from '../../../asl/snapshot.ts';
import type { Step } from '../../../asl/step.ts';
import { step } from '../../../asl/step.ts';
import type { Json, StateMachine } from '../../../asl/types.ts';
import type { Region } from '../../service.ts';
import { announcement } from './announcement.ts';
import type { Execution, Executions } from './executions.ts';
import type { Tasks } from './tasks/index.ts';

/** An event without its time and seed, which are added when it is recorded. */
export type Fact = Event extends infer E ? (E extends Event ? Omit<E, 'at' | 'seed'> : never) : never;

interface Live {
  definition: StateMachine;
  snapshot: Snapshot | undefined;
  events: number;
  timers: Map<string, () => void>;
  /** The end of what is being done for this execution. */
  tail: Promise<unknown>;
}

export interface Engine {
  /** Begins an execution whose row is stored, and settles when its first step is durable. */
  begin(execution: Execution): Promise<void>;
  /** Records a fact, and settles when what comes of it is durable. False when nothing waited for it. */
  deliver(arn: string, fact: Fact): Promise<boolean>;
  /** Whether a task of an execution is still waited for. */
  awaits(arn: string, taskId: string): Promise<boolean>;
  /** Goes on with everything that ran when the region stopped. */
  resume(): void;
  stop(): void;
}

export function engine(region: Region, store: Executions, tasks: (engine: Engine) => Tasks): Engine {
  const live = new Map<string, Live>();

  const load = (arn: string): Live => {
    const known = live.get(arn);
    if (known) return known;
    const execution = store.get(arn) as Execution;
    const made: Live = {
      definition: JSON.parse(execution.definition) as StateMachine,
      snapshot: undefined,
      events: 0,
      timers: new Map(),
      tail: Promise.resolve(),
    };
    made.tail = refold(made, arn);
    live.set(arn, made);
    return made;
  };

  /** Folds the journal again. */
  const refold = async (running: Live, arn: string): Promise<void> => {
    for (const event of store.journal(arn)) {
      const result = await step(running.definition, running.snapshot, event);
      running.snapshot = result.snapshot;
      running.events += 1;
    }
  };

  const inTurn = <T>(arn: string, work: (running: Live) => Promise<T>): Promise<T> => {
    const running = load(arn);
    const result = running.tail.then(() => region.clock.busy(() => work(running)));
    running.tail = result.catch((error: Error) => {
      region.log('error', `states: ${arn}: ${error.message}`, { stack: error.stack });
    });
    return result;
  };

  const deliver: Engine['deliver'] = async (arn, fact) => {
    const over = store.get(arn)?.status !== 'RUNNING' && fact.type !== 'executionRedriven';
    return over ? false : inTurn(arn, (running) => record(arn, running, fact));
  };

  const record = async (arn: string, running: Live, fact: Fact): Promise<boolean> => {
    const event = { ...fact, at: region.clock.now(), seed: region.id(16) } as Event;
    const result = await step(running.definition, running.snapshot, event);
    if (result.commands.length === 0 && result.historyEvents.length === 0) return false;
    const announced = commit(arn, running.events + 1, result, event);
    running.snapshot = result.snapshot;
    running.events += 1;
    for (const command of result.commands) perform(arn, running, command, false);
    announce(announced);
    return true;
  };

  /** Stores a step. Returns what is to be announced. */
  const commit = (arn: string, seq: number, result: Step, event: Event): Announced[] =>
    region.store.transaction(() => {
      const { snapshot, commands, historyEvents } = result;
      store.note(arn, seq, event);
      store.tell(arn, historyEvents);
      for (const command of commands) {
        if (command.type === 'scheduleTask' && command.token) store.issue(command.token, arn, command.taskId);
      }
      return changeOf(arn, snapshot, historyEvents).map((detail) => ({ id: store.announce(detail), detail }));
    });

  const changeOf = (arn: string, snapshot: Snapshot, history: HistoryEvent[]): ReturnType<typeof announcement>[] => {
    const before = store.get(arn) as Execution;
    const begins = history.some(({ type }) => type === 'ExecutionStarted' || type === 'ExecutionRedriven');
    if (snapshot.status === before.status && !begins) return [];
    const after = rowOf(before, snapshot, region.clock.now());
    store.put(after);
    const started = begins ? [announcement({ ...before, status: 'RUNNING' })] : [];
    return snapshot.status === 'RUNNING' ? started : [...started, announcement(after)];
  };

  const announce = (list: Announced[]): void => {
    for (const { id, detail } of list) {
      region.emit(detail);
      store.announced(id);
    }
  };

  const perform = (arn: string, running: Live, command: Command, submitted: boolean): void => {
    if (command.type === 'startTimer') arm(arn, running, command);
    else if (command.type === 'cancelTimer') disarm(running, command.id);
    else if (command.type === 'scheduleTask') driver.perform(store.get(arn) as Execution, command, submitted);
    else if (command.type === 'cancelTask') driver.cancel(arn, command.taskId);
    else end(arn, running);
  };

  const arm = (arn: string, running: Live, { id, at }: { id: string; at: number }): void => {
    const fire = (): void => {
      running.timers.delete(id);
      void deliver(arn, { type: 'timerFired', id });
    };
    running.timers.set(id, region.clock.at(at, fire));
  };

  const disarm = (running: Live, id: string): void => {
    running.timers.get(id)?.();
    running.timers.delete(id);
  };

  const end = (arn: string, running: Live): void => {
    for (const id of [...running.timers.keys()]) disarm(running, id);
    live.delete(arn);
    driver.ended(store.get(arn) as Execution);
  };

  const self: Engine = {
    begin: async ({ arn, input, ...execution }) => {
      const info: ExecutionInfo = {
        id: arn,
        name: execution.name,
        roleArn: execution.roleArn,
        stateMachine: { id: execution.machineArn, name: execution.machine },
      };
      await deliver(arn, { type: 'executionStarted', execution: info, input: JSON.parse(input) as Json });
    },
    deliver,
    awaits: (arn, taskId) => inTurn(arn, async ({ snapshot }) => snapshot !== undefined && awaits(snapshot, taskId)),
    resume() {
      for (const { id, event } of store.announcements()) announce([{ id, detail: JSON.parse(event) }]);
      for (const execution of store.running()) void resumeOne(execution);
    },
    stop() {
      for (const running of live.values()) for (const cancel of running.timers.values()) cancel();
      live.clear();
    },
  };

  const resumeOne = (execution: Execution): Promise<unknown> =>
    inTurn(execution.arn, async (running) => {
      if (!running.snapshot) return void self.begin(execution);
      for (const { command, submitted } of outstanding(running.snapshot)) {
        perform(execution.arn, running, command, submitted);
      }
    });

  const driver = tasks(self);
  return self;
}

interface Announced {
  id: number;
  detail: ReturnType<typeof announcement>;
}

function rowOf(before: Execution, { status, output, error, cause, redrives }: Snapshot, now: number): Execution {
  const { output: _, error: __, cause: ___, stoppedAt: ____, ...rest } = before;
  return {
    ...rest,
    status,
    ...(output !== undefined && { output: JSON.stringify(output) }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...(status !== 'RUNNING' && { stoppedAt: now }),
    ...(redrives > before.redrives && { redrives, redrivenAt: now }),
  };
}
