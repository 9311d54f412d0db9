/** One step in progress: a draft of the next snapshot, and what the step has produced so far. */
import type { Ending } from './children.ts';
import type { Command, Event, HistoryEvent } from './events.ts';
import type { Randomness } from './randomness.ts';
import { randomness } from './randomness.ts';
import type { Children, Frame, Snapshot } from './snapshot.ts';
import type { Json, JsonObject, State, StateMachine } from './types.ts';

/** A state that a frame is about to enter. The queue is first in, first out, so that siblings advance in turn. */
export interface Entry {
  frame: string;
  state: string;
  input: Json;
}

export interface Work {
  definition: StateMachine;
  event: Event;
  random: Randomness;
  draft: Snapshot;
  commands: Command[];
  history: HistoryEvent[];
  ready: Entry[];
  /** Children that have ended and whose parents have not been told yet. */
  ended: { parent: string; index: number; ending: Ending }[];
  /** The frames as they were when the failure arose that is on its way up: what a redrive goes on from. */
  failed: Record<string, Frame> | undefined;
  /** Frames that this step has copied and may change; absent when all are its own. */
  owned: Set<string> | undefined;
  /** Only when a single state is tested: what its fields made of its data, and a context object to see instead. */
  inspection?: Inspection;
}

export interface Inspection {
  context: JsonObject;
  /** By the names of TestState: `afterInputPath`, … */
  notes: Record<string, Json>;
}

/** Tells whoever inspects the state what a field of it came to. */
export function note(work: Work, name: string, value: Json): void {
  if (work.inspection) work.inspection.notes[name] = value;
}

export const openWork = (definition: StateMachine, snapshot: Snapshot, event: Event, consume = false): Work => ({
  definition,
  event,
  random: randomness(event.seed),
  draft: consume ? { ...snapshot } : { ...snapshot, frames: { ...snapshot.frames }, timers: { ...snapshot.timers } },
  commands: [],
  history: [],
  ready: [],
  ended: [],
  failed: undefined,
  owned: consume ? undefined : new Set(),
});

/** The frame, copied on first use in this step: snapshots handed out earlier never change. */
export function frameOf(work: Work, id: string): Frame {
  const frame = work.draft.frames[id];
  if (!frame) throw new Error(`There is no frame '${id}' in execution ${work.draft.execution.id}`);
  if (!work.owned || work.owned.has(id)) return frame;
  const copy: Frame = { ...frame, retries: [...frame.retries] };
  if (frame.children) copy.children = copied(frame.children);
  return own(work, copy);
}

function copied(children: Children): Children {
  const { results, ended } = children;
  return { ...children, results: [...results], ...(ended && { ended: [...ended] }) };
}

export function own(work: Work, frame: Frame): Frame {
  work.owned?.add(frame.id);
  work.draft.frames[frame.id] = frame;
  return frame;
}

/** A new id, unique in this execution. */
export const nextId = (work: Work, prefix: string): string => `${prefix}${++work.draft.ids}`;

export function startTimer(work: Work, at: number): string {
  const id = nextId(work, 'timer');
  work.draft.timers[id] = at;
  work.commands.push({ type: 'startTimer', id, at });
  return id;
}

export function cancelTimer(work: Work, id: string | undefined): void {
  if (id === undefined || !(id in work.draft.timers)) return;
  delete work.draft.timers[id];
  work.commands.push({ type: 'cancelTimer', id });
}

/** An Express execution has five minutes, whatever its definition says. */
const EXPRESS_SECONDS = 300;

/** Starts the clock of the whole execution; a redrive starts it anew. */
export function startDeadline(work: Work): void {
  const { TimeoutSeconds } = work.definition;
  const most = work.draft.execution.express ? EXPRESS_SECONDS : Number.POSITIVE_INFINITY;
  const seconds = Math.min(TimeoutSeconds || most, most);
  if (Number.isFinite(seconds)) work.draft.deadline = startTimer(work, work.event.at + seconds * 1000);
}

/** The state machine that a frame runs: the root, a branch or an item processor. */
export function machineOf(work: Work, frame: Frame): StateMachine {
  let node: unknown = work.definition;
  for (const key of frame.where) node = (node as Record<string | number, unknown>)[key];
  return node as StateMachine;
}

export function stateOf(work: Work, frame: Frame): State {
  const state = machineOf(work, frame).States[frame.state];
  if (!state) throw new Error(`There is no state '${frame.state}' at ${frame.where.join('/') || 'the top'}`);
  return state;
}

export const parentOf = (work: Work, frame: Frame): Frame | undefined =>
  frame.parent === undefined ? undefined : work.draft.frames[frame.parent];
