import type { StepKind } from '../workflow/schema.ts';

/** The function was not run, or says itself that nothing has happened. Repeating is safe for every step. */
export const RETRYABLE = [
  'Retryable',
  'Lambda.TooManyRequestsException',
  'Lambda.EC2ThrottledException',
  'Lambda.ResourceNotReadyException',
];

/** The effect may have happened. Repeating is safe only with a key or a probe. */
export const AMBIGUOUS = [
  'Ambiguous',
  'States.Timeout',
  'Sandbox.Timedout',
  'Lambda.Unknown',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
];

/** A wait for a person, a signal or a child that is not over in time ends in this; there it is no doubt but an answer. */
const TIMEOUT = 'States.Timeout';

/** Names in the States Language of an error name of the language. */
export function errorNames(names: readonly string[]): string[] {
  const expanded = names.flatMap((name) => {
    if (name === 'Retryable') return RETRYABLE;
    return name === 'Ambiguous' ? AMBIGUOUS : [name];
  });
  return [...new Set(expanded)];
}

/** Kinds that wait for somebody else, with a task token. */
export const isWait = (kind: StepKind): boolean => kind === 'approval' || kind === 'signal' || kind === 'workflow';

/** As `errorNames`, for a state of this kind. */
export function errorNamesFor(kind: StepKind, names: readonly string[]): string[] {
  return errorNames(names).filter((name) => !isWait(kind) || name !== TIMEOUT);
}
