import type { ErrorMeaning } from '../compile/program.ts';
import { Ambiguous, EngineError, Paused, Retryable, Terminal } from './errors.ts';

/**
 * What an error thrown by an effect means for what happens next. Our own errors pass; those of AWS clients are read by
 * shape (`$metadata`, `$retryable`, `name`), as the SDK documents them, so that no client is imported here.
 * An error that nobody knows is a defect of the tool: final, and as it came from anywhere, the effect may have happened.
 * What the tool declares about a name comes first: the error keeps its name, which its retry policies know, except that
 * `Paused` is how the machine knows one that waits for a person.
 */
export function classify(error: unknown, declared: Readonly<Record<string, ErrorMeaning>> = {}): EngineError {
  const given = shapeOf(error);
  const meaning = Object.hasOwn(declared, given.name) ? declared[given.name] : undefined;
  if (meaning) return declaredAs(meaning, given, error);
  if (error instanceof EngineError) return error;
  const text = `${given.name}: ${given.message}`;
  if (isThrottle(given)) return new Retryable(text, undefined, error);
  if (isNotSent(given)) return new Retryable(text, undefined, error);
  if (isLost(given)) return new Ambiguous(text, error);
  return new Terminal(text, isAwsError(given) ? given.name : 'Defect', error);
}

function declaredAs(meaning: ErrorMeaning, { name, message }: ErrorShape, cause: unknown): EngineError {
  if (meaning === 'paused') return new Paused(`${name}: ${message}`);
  return new EngineError(name, message, cause, meaning);
}

interface ErrorShape {
  name: string;
  message: string;
  code?: string;
  $metadata?: { httpStatusCode?: number };
  $retryable?: { throttling?: boolean };
}

const shapeOf = (error: unknown): ErrorShape =>
  typeof error === 'object' && error !== null ? (error as ErrorShape) : { name: 'Error', message: String(error) };

const isAwsError = (error: ErrorShape): boolean => error.$metadata?.httpStatusCode !== undefined;

const isThrottle = (error: ErrorShape): boolean =>
  error.$retryable?.throttling === true || error.$metadata?.httpStatusCode === 429 || THROTTLES.has(error.name);

/** The connection was never made, so nothing was asked of the other side. */
const isNotSent = (error: ErrorShape): boolean => NOT_SENT.has(error.code ?? '');

/** Asked, but the answer is unknown. */
const isLost = (error: ErrorShape): boolean =>
  (error.$metadata?.httpStatusCode ?? 0) >= 500 || LOST.has(error.name) || LOST.has(error.code ?? '');

const THROTTLES = new Set([
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ModelNotReadyException',
  'TransactionInProgressException',
]);

const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const LOST = new Set(['TimeoutError', 'RequestTimeout', 'AbortError', 'ETIMEDOUT', 'ECONNRESET', 'EPIPE']);

/** Whether the effect may have happened in spite of the error. A tool that says Terminal or Retryable vouches that it did not. */
export const leavesDoubt = (error: EngineError): boolean => error.meaning === 'ambiguous' || error.name === 'Defect';
