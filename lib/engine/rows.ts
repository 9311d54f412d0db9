import * as z from 'zod';
import type { Head } from '../audit/chain.ts';
import type { Row } from './ports.ts';

/** Why a run or step ended otherwise than it should: an error name, a sentence, and the step it came from. */
export const reason = z.object({ name: z.string(), message: z.string().default(''), step: z.string().nullish() });
export type Reason = z.output<typeof reason>;

/** A payload as it is kept: in place, or as a claim check (`claims.ts`). The salt opens the commitment in the chain. */
export interface Kept {
  value: unknown;
  /** 32 random bytes in hex. */
  salt: string;
}

/**
 * REQUESTED, RUNNING, then one of: SUCCEEDED (done as meant), REJECTED (ended by a rule or a person),
 * EXCEPTED (waits in the exception queue), STOPPED (by an operator).
 */
export type RunStatus = 'REQUESTED' | 'RUNNING' | 'SUCCEEDED' | 'REJECTED' | 'EXCEPTED' | 'STOPPED';

/** The step of another run that has asked for a run. */
export interface ParentRef {
  run: string;
  workflow: string;
  step: string;
  at?: string;
}

export interface RunRow extends Row {
  run: string;
  workflow: string;
  version: string;
  /** ARN of the state machine version that it runs on to its end; known once it has started. */
  machine?: string;
  /** ARN of the version of the undo machine that was current when it started, and calls the compensations of then. */
  undoMachine?: string;
  status: RunStatus;
  /** When it was asked for, RFC 3339. */
  startedAt: string;
  endedAt?: string;
  /** Who has written the end; see `settle.ts`. */
  settledBy?: 'exception' | 'settle' | 'start' | 'stop';
  /**
   * How far taking its effects back has come: BEGUN before the run's end, PENDING when the end was written first (the
   * chain then goes on until it is FINISHED). Absent while nothing is taken back.
   */
  undo?: 'BEGUN' | 'PENDING' | 'FINISHED';
  /** Name of the execution that undoes a run which has ended; fixed with its end, so that it is started once. */
  undoExecution?: string;
  /** Directory id of the person who asked for it, if it was one. */
  initiator?: string;
  /** The step that asked for it, and may wait for its end. */
  parent?: ParentRef;
  input: Kept;
  output?: Kept;
  reason?: Reason;
  head: Head;
}

/** INTENT (about to act, or acting), DONE, FAILED (for good), UNDONE (its compensation has completed). */
export type StepStatus = 'INTENT' | 'DONE' | 'FAILED' | 'UNDONE';

export interface StepRow extends Row {
  step: string;
  /** Of a step in a map or loop: which pass (`payload.ts`). */
  at?: string;
  status: StepStatus;
  /** Of a step in a map whose compensation asks for it: its item, in place or as a claim check. */
  item?: unknown;
  /** Of a step that waits for a run of another workflow: that run. */
  child?: string;
  /** What the effect is known by, here and downstream. */
  key: string;
  attempt: number;
  /** When this attempt began, RFC 3339: its function is over for certain when its time-out has passed since. */
  begunAt?: string;
  input: Kept;
  /** Of a step that can be undone: the context of its policy request, for an undo that has to ask it once more. */
  policy?: Record<string, unknown>;
  output?: Kept;
  /** Parts of the answer that are on record by themselves, by name: what each member of a team has said. */
  notes?: Record<string, Kept>;
  /** Place of its completion in the chain; undo goes by it, newest first. */
  order?: number;
  /** Tokens that a model has used, over all attempts. */
  tokens?: number;
  reason?: Reason;
}
