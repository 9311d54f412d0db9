/** What goes into the interpreter (recorded events) and what comes out (commands). Both are plain data. */
import type { Json } from './types.ts';

/** Who runs what: the constant part of the context object. */
export interface ExecutionInfo {
  id: string;
  name: string;
  /** None when a state is tested that calls nothing. */
  roleArn: string | null;
  stateMachine: { id: string; name: string };
  /** Express executions cannot be redriven, and their context does not speak of it. */
  express?: boolean;
}

/**
 * A recorded fact. `at` (milliseconds since the epoch) and `seed` are the only time and randomness that the
 * interpreter knows, so that folding the same events gives the same state, anywhere.
 */
export type Event = { at: number; seed: string } & (
  | { type: 'executionStarted'; execution: ExecutionInfo; input: Json }
  | { type: 'taskSubmitted'; taskId: string; output: Json }
  | { type: 'taskStarted'; taskId: string; workerName?: string }
  | { type: 'taskHeartbeat'; taskId: string }
  | { type: 'taskSucceeded'; taskId: string; output: Json }
  | { type: 'taskFailed'; taskId: string; error?: string; cause?: string }
  | { type: 'timerFired'; id: string }
  | { type: 'executionStopped'; error?: string; cause?: string }
  | { type: 'executionRedriven' }
  | {
      type: 'mapRunUpdated';
      mapRun: string;
      maxConcurrency?: number;
      toleratedFailureCount?: number;
      toleratedFailurePercentage?: number;
    }
);

export interface ScheduleTask {
  type: 'scheduleTask';
  taskId: string;
  resource: string;
  arguments: Json;
  /** Set when a callback or a worker answers. */
  token?: string;
  credentials?: Json;
  timeoutSeconds?: number;
  heartbeatSeconds?: number;
  /** Where the task stands, for mocks and for people. */
  state: string;
  mapIndex?: number;
}

export type Command =
  | ScheduleTask
  | { type: 'cancelTask'; taskId: string }
  | { type: 'startTimer'; id: string; at: number }
  | { type: 'cancelTimer'; id: string }
  | { type: 'complete'; output: Json }
  | { type: 'fail'; status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; error?: string; cause?: string };

/** An event of the execution history in the shape of GetExecutionHistory; `timestamp` is in milliseconds. */
export interface HistoryEvent {
  id: number;
  previousEventId: number;
  timestamp: number;
  type: string;
  [details: string]: unknown;
}
