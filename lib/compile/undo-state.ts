import { createHash } from 'node:crypto';
import type { Place } from '../workflow/scopes.ts';
import { retry } from './retry.ts';
import type { Json, State } from './types.ts';

/** Seconds that an undo may take: its compensations are retried, and may wait for a person to mend something. */
const UNDO_TIMEOUT = 86_400;

/** What is undone, and where it goes when that fails. */
export interface Undo {
  /** JSONata, or the name itself, of the undo's execution. */
  name: string;
  input: Record<string, Json>;
  /** Members of the transition when it is not all undone. */
  failed: Record<string, Json>;
  next: string;
}

/** Starts the undo machine and waits for it. Its name is that of what is undone, so it happens once, whoever else starts it. */
export function undoState({ name, input, failed, next }: Undo): State {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: '${undo_machine}', Name: name, Input: input },
    TimeoutSeconds: UNDO_TIMEOUT,
    // Never States.TaskFailed: a failed undo started again under its name would look like one that is done.
    Retry: retry(['StepFunctions.ExecutionLimitExceededException', 'StepFunctions.SdkClientException']),
    Catch: [
      // Someone else has undone this, or tried to (it was redriven): a person looks at how that ended.
      { ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'], ...failed },
      { ErrorEquals: ['States.DataLimitExceeded'], ...failed },
      { ErrorEquals: ['States.ALL'], ...failed },
    ],
    Output: {},
    Next: next,
  };
}

/** True if something takes a step of these back. */
export const canUndo = (places: readonly Place[]): boolean =>
  places.some(({ step }) => 'compensate' in step && step.compensate !== undefined);

/**
 * JSONata for the name of the undo of one scope: `undo-<run>-` and the first 16 hex digits of the SHA-256 of the scope,
 * or of `<scope>#<at>` in maps and loops.
 */
export function scopeUndoName(scope: string, run: string, at?: string): string {
  const hash = at
    ? `$substring($hash('${scope}#' & ${at}, 'SHA-256'), 0, 16)`
    : `'${createHash('sha256').update(scope).digest('hex').slice(0, 16)}'`;
  return `{% 'undo-' & ${run} & '-' & ${hash} %}`;
}
