/**
 * The interpreter: a pure function of a definition, the state of an execution and one recorded event.
 *
 * `step(definition, snapshot, event)` gives the next snapshot, the commands for the outside (tasks to schedule, timers
 * to start, the end of the execution) and the new events of its history. Nothing else is kept: a snapshot is plain
 * data, and folding the recorded events again, from anywhere, gives the same snapshots and the same commands.
 */
import { settleChildren } from './children.ts';
import type { Command, Event, HistoryEvent } from './events.ts';
import { arrive, endExecution } from './flow.ts';
import { HISTORY_LIMIT, record } from './history.ts';
import { reactTo } from './reactions.ts';
import type { Snapshot } from './snapshot.ts';
import { attempt } from './states/index.ts';
import type { StateMachine } from './types.ts';
import type { Work } from './work.ts';
import { openWork, own, startDeadline } from './work.ts';

export interface Step {
  snapshot: Snapshot;
  commands: Command[];
  historyEvents: HistoryEvent[];
  /** Nobody waited for the event, and nothing has changed: it need not be recorded. */
  idle: boolean;
}

export interface StepOptions {
  /**
   * The caller gives the snapshot away and will not look at it again, even if the step rejects: what it holds is then
   * changed in place, which spares a copy of all threads for each step.
   */
  consume?: boolean;
}

/**
 * @param snapshot what the last step gave; undefined for the first event, which is `executionStarted`
 * @throws Error when the first event is another one
 *
 * A definition that AWS would refuse, or a defect in here, ends the execution: it must not hang.
 */
export async function step(
  definition: StateMachine,
  snapshot: Snapshot | undefined,
  event: Event,
  { consume = false }: StepOptions = {},
): Promise<Step> {
  const work = openWork(definition, snapshot ?? unstarted(event), event, consume);
  let idle = false;
  try {
    if (snapshot === undefined) begin(work);
    else idle = !(await reactTo(work));
    await advance(work);
  } catch (defect) {
    endExecution(work, 'FAILED', 'Countersign.Defect', `The interpreter failed: ${(defect as Error).message}`);
  }
  return { snapshot: work.draft, commands: work.commands, historyEvents: work.history, idle };
}

/** Runs everything that can run without waiting for the outside. */
async function advance(work: Work): Promise<void> {
  for (;;) {
    if (work.ended.length > 0) await settleChildren(work);
    const entry = work.ready.shift();
    if (!entry) return;
    if (work.draft.events >= HISTORY_LIMIT - 1) return overflow(work);
    await attempt(arrive(work, entry));
  }
}

function overflow(work: Work): void {
  endExecution(
    work,
    'FAILED',
    'States.Runtime',
    `The execution reached the maximum number of history events (${HISTORY_LIMIT}).`,
  );
}

function unstarted(event: Event): Snapshot {
  if (event.type !== 'executionStarted')
    throw new Error(`An execution begins with executionStarted, not ${event.type}`);
  const { execution, input, at: startedAt } = event;
  return { status: 'RUNNING', execution, input, startedAt, redrives: 0, events: 0, ids: 0, frames: {}, timers: {} };
}

function begin(work: Work): void {
  const { definition, draft, event } = work;
  const frame = own(work, {
    id: '0',
    root: '0',
    index: 0,
    where: [],
    state: definition.StartAt,
    input: draft.input,
    variables: {},
    enteredAt: event.at,
    enteredEvent: 0,
    lastEvent: 0,
    retries: [],
  });
  record(work, frame, 'ExecutionStarted', {
    executionStartedEventDetails: {
      input: JSON.stringify(draft.input),
      inputDetails: { truncated: false },
      roleArn: draft.execution.roleArn,
    },
  });
  frame.lastEvent = 0; // as AWS has it, the first state does not refer to the start
  startDeadline(work);
  work.ready.push({ frame: '0', state: definition.StartAt, input: draft.input });
}
