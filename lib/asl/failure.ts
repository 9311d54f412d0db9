/**
 * A failure inside an execution, on its way to Retry, Catch, and the end of the execution.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export interface FailureOrigin {
  /** Reported for a task attempt, rather than found by the interpreter. */
  task?: boolean;
  /** A timeout for want of a heartbeat: `States.HeartbeatTimeout` matches it too. */
  heartbeat?: boolean;
  /** Field of an expression that failed, for the EvaluationFailed event. */
  location?: string;
  /** The cause already says which state failed. */
  complete?: boolean;
}

export class Failure extends Error {
  readonly error: string | undefined;
  readonly reason: string | undefined;
  readonly origin: FailureOrigin;

  constructor(error: string | undefined, cause: string | undefined, origin: FailureOrigin = {}) {
    super(cause ?? error ?? 'failed without an error name');
    this.name = error ?? 'Failure';
    this.error = error;
    this.reason = cause;
    this.origin = origin;
  }
}

/** `States.Runtime`: the definition met data that it cannot process. Never retried, never caught. */
export const runtimeFailure = (cause: string): Failure => new Failure('States.Runtime', cause);

export const queryFailure = (cause: string, location: string): Failure =>
  new Failure('States.QueryEvaluationError', cause, { location });

const uncaughtByAll = (failure: Failure): boolean =>
  failure.error === 'States.Runtime' || (failure.error === 'States.DataLimitExceeded' && !failure.origin.task);

/**
 * Whether one of the names of a Retrier or Catcher matches. `States.Runtime` is never matched. A size limit is matched
 * by `States.ALL` only when a task's result broke it (as recorded on AWS), else by its own name alone.
 */
export function matches(names: readonly string[], failure: Failure): boolean {
  if (failure.error === 'States.Runtime') return false;
  return names.some((name) => {
    if (name === 'States.ALL') return !uncaughtByAll(failure);
    if (name === 'States.TaskFailed') return failure.error !== 'States.Timeout' && !uncaughtByAll(failure);
    if (name === 'States.HeartbeatTimeout' && failure.origin.heartbeat) return true;
    return name === failure.error;
  });
}
