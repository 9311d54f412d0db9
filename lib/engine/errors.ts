import type { ErrorMeaning } from '../compile/program.ts';

/**
 * Errors are named for what happens next; the name is the error name in Step Functions, so Retry and Catch read it.
 * `Retryable` is retried, `Ambiguous` only where repeating is safe, `Paused` waits for a person, every other name is final.
 */
export class EngineError extends Error {
  /** What happens next. A tool may declare it for names of its own, which then keep their names. */
  readonly meaning: ErrorMeaning;
  constructor(name: string, message: string, cause?: unknown, meaning: ErrorMeaning = MEANING[name] ?? 'terminal') {
    super(message, cause === undefined ? undefined : { cause });
    this.name = name;
    this.meaning = meaning;
  }
}

const MEANING: Readonly<Record<string, ErrorMeaning>> = {
  Retryable: 'retryable',
  Ambiguous: 'ambiguous',
  Paused: 'paused',
};

/** Trying the same again cannot help. Domain errors are Terminal with a name of their own: `new Terminal(why, 'Rejected')`. */
export class Terminal extends EngineError {
  constructor(message: string, name = 'Terminal', cause?: unknown) {
    super(name, message, cause);
  }
}

/** The effect did not happen and may be tried again, not before `retryAfter` milliseconds where that is known. */
export class Retryable extends EngineError {
  readonly retryAfter: number | undefined;
  constructor(message: string, retryAfter?: number, cause?: unknown) {
    super('Retryable', message, cause);
    this.retryAfter = retryAfter;
  }
}

/** The effect may have happened: time-out, 5xx, lost reply. */
export class Ambiguous extends EngineError {
  constructor(message: string, cause?: unknown) {
    super('Ambiguous', message, cause);
  }
}

/** A person must act before it can go on. */
export class Paused extends EngineError {
  constructor(message: string) {
    super('Paused', message);
  }
}

/** Another change of the run was first: read its head again and retry. Never leaves the engine. */
export class HeadMoved extends EngineError {
  constructor(message: string) {
    super('HeadMoved', message);
  }
}

/** An expectation of a write does not hold. `actual` is the item as it is, where the store tells. Never leaves the engine. */
export class Conflict extends EngineError {
  constructor(message: string) {
    super('Conflict', message);
  }
}

export const invalidInput = (message: string): Terminal => new Terminal(message, 'InvalidInput');
export const invalidOutput = (message: string): Terminal => new Terminal(message, 'InvalidOutput');
export const policyDenied = (message: string): Terminal => new Terminal(message, 'PolicyDenied');
