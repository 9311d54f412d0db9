/** The state of an execution as plain data: the fold of its events so far. It can be stored, compared and resumed. */
import type { ExecutionInfo, ScheduleTask } from './events.ts';
import type { Reading } from './map/item-reader.ts';
import type { Json, JsonObject } from './types.ts';

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface Item {
  index: number;
  value: Json;
  key?: string;
}

/** What a frame waits for. */
export type Waiting =
  | { kind: 'wait'; timer: string }
  | { kind: 'retry'; timer: string }
  | {
      kind: 'task';
      purpose: 'task' | 'read' | 'write';
      command: ScheduleTask;
      timeout?: string;
      heartbeat?: string;
      submitted?: boolean;
    }
  | { kind: 'children' };

/** Failures that a distributed Map bears: each limit by itself, where it is given. */
export interface Tolerance {
  count?: number;
  percentage?: number;
}

/** Progress of a Parallel or Map state over its children. */
export interface Children {
  /** In the order of the children. One that has not succeeded leaves a gap, which JSON stores as null: so outputs are wrapped. */
  results: ({ output: Json } | null | undefined)[];
  /** Index of the first child that has not been started. */
  next: number;
  running: number;
  succeeded: number;
  /** Failed children of a distributed Map. */
  failed: number;
  /** How the children of a distributed Map ended, in their order. Those that have not ended leave gaps. */
  ended?: (ChildEnd | null | undefined)[];
  /** A dataset in several objects, while it is being read. */
  reading?: Reading;
  /** Files of a ResultWriter that are written. */
  written?: number;
  concurrency: number;
  /** Map only. */
  items?: Item[];
  tolerated?: Tolerance;
  mapRun?: string;
}

/** The end of a child of a distributed Map. */
export interface ChildEnd {
  id: string;
  name: string;
  input: Json;
  startedAt: number;
  stoppedAt: number;
  /** Absent when it succeeded. */
  failure?: { error?: string; cause?: string };
}

/** A run of a distributed Map, of which the counts are kept once it is over. */
export interface MapRun {
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  startedAt: number;
  stoppedAt?: number;
  redrives: number;
  counts?: MapRunCounts;
}

export interface MapRunCounts {
  maxConcurrency: number;
  tolerated: Tolerance;
  /** Items, and executions of their batches: the same without an ItemBatcher. */
  items: Counts;
  executions: Counts;
  written: boolean;
}

export interface Counts {
  pending: number;
  running: number;
  succeeded: number;
  failed: number;
  aborted: number;
  total: number;
}

/** One thread: the root, a branch of a Parallel, an iteration of a Map. */
export interface Frame {
  id: string;
  parent?: string;
  /** Frame that its execution begins with: '0', or that of a child of a distributed Map. */
  root: string;
  /** Place of the thread among its siblings. */
  index: number;
  /** Path of its state machine inside the definition. */
  where: (string | number)[];
  /** State that it is in. */
  state: string;
  /** Raw input of that state. */
  input: Json;
  variables: JsonObject;
  /** Names and values of the variables, as JSON. */
  variableBytes?: number;
  enteredAt: number;
  enteredEvent: number;
  lastEvent: number;
  /** Attempts made by each retrier of the state. */
  retries: number[];
  waiting?: Waiting;
  children?: Children;
  item?: Item;
  /** A child execution of a distributed Map: own context, no outer variables, no history in the parent. */
  execution?: { id: string; name: string; input: Json; events: number; startedAt: number };
}

export interface Snapshot {
  status: Status;
  execution: ExecutionInfo;
  input: Json;
  startedAt: number;
  redrives: number;
  events: number;
  ids: number;
  frames: Record<string, Frame>;
  /** Runs of distributed Maps, by their ARNs. */
  mapRuns?: Record<string, MapRun>;
  /** Timers that run, and when they fire. */
  timers: Record<string, number>;
  /** Timer of `TimeoutSeconds` of the state machine. */
  deadline?: string;
  output?: Json;
  error?: string;
  cause?: string;
  /** Frames of an execution that ended badly, for a redrive. */
  redrive?: Record<string, Frame>;
}
