/** Threads inside a Parallel or Map state: starting them, and what becomes of their ends. */
import type { Failure } from './failure.ts';
import { closeMapRun } from './map/runs.ts';
import type { Frame, Item } from './snapshot.ts';
import { childEnded } from './states/index.ts';
import type { Json, StateMachine } from './types.ts';
import type { Work } from './work.ts';
import { cancelTimer, frameOf, nextId, own, parentOf } from './work.ts';

/** How a thread ended; with what it was, if it was an execution of its own. */
export type Ending = ({ output: Json } | { failure: Failure }) & { execution?: Frame['execution'] };

export interface Child {
  index: number;
  where: (string | number)[];
  machine: StateMachine;
  input: Json;
  item?: Item;
  /** Makes the child an execution of its own, with this name. */
  execution?: { id: string; name: string };
}

/** Starts a thread under a frame; it enters its first state in its turn. */
export function spawn(work: Work, parent: Frame, child: Child): Frame {
  const id = nextId(work, 'frame');
  const frame: Frame = {
    id,
    parent: parent.id,
    root: child.execution ? id : parent.root,
    index: child.index,
    where: child.where,
    state: child.machine.StartAt,
    input: child.input,
    variables: {},
    enteredAt: work.event.at,
    enteredEvent: 0,
    lastEvent: child.execution ? 0 : parent.lastEvent,
    retries: [],
    ...(child.item && { item: child.item }),
    ...(child.execution && {
      execution: { ...child.execution, input: child.input, events: 1, startedAt: work.event.at },
    }),
  };
  work.ready.push({ frame: id, state: child.machine.StartAt, input: child.input });
  return own(work, frame);
}

/** A thread has ended: it is forgotten, and the state around it is told. */
export function joined(work: Work, frame: Frame, ending: Ending): void {
  const parent = frameOf(work, parentOf(work, frame)?.id as string);
  if (frame.root === parent.root) parent.lastEvent = frame.lastEvent;
  delete work.draft.frames[frame.id];
  const { execution } = frame;
  work.ended.push({ parent: parent.id, index: frame.index, ending: { ...ending, ...(execution && { execution }) } });
}

/** Tells the Parallel or Map state that a frame is in about the children that have ended. */
export async function settleChildren(work: Work): Promise<void> {
  for (let end = work.ended.shift(); end; end = work.ended.shift()) {
    if (work.draft.frames[end.parent]?.children) await childEnded(work, end.parent, end.index, end.ending);
  }
}

/** Stops everything below a frame: threads, their tasks and their timers. */
export function abandonChildren(work: Work, frame: Frame): void {
  if (!frame.children) return;
  closeMapRun(work, frame, 'ABORTED');
  for (const child of Object.values(work.draft.frames).filter((other) => other.parent === frame.id)) {
    abandonChildren(work, child);
    stop(work, child);
    delete work.draft.frames[child.id];
    work.ready = work.ready.filter((entry) => entry.frame !== child.id);
  }
}

export function stop(work: Work, { waiting }: Frame): void {
  if (waiting?.kind === 'wait' || waiting?.kind === 'retry') cancelTimer(work, waiting.timer);
  if (waiting?.kind !== 'task') return;
  work.commands.push({ type: 'cancelTask', taskId: waiting.command.taskId });
  cancelTimer(work, waiting.timeout);
  cancelTimer(work, waiting.heartbeat);
}
