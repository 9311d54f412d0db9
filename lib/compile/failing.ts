import type { Place } from '../workflow/scopes.ts';
import type { Json, State } from './types.ts';

/** A catcher. What it hands on is read by `ERROR`. */
export function catcher(
  names: string[],
  { step }: Place,
  next: string,
  error: Json = '{% $states.errorOutput %}',
): Json {
  return { ErrorEquals: names, Output: { step: step.id, error }, Next: next };
}

/** Everything that can be caught. States.ALL leaves States.DataLimitExceeded out, so it is named; it must stand alone. */
export function everything(place: Place, next: string): Json[] {
  return [catcher(['States.DataLimitExceeded'], place, next), catcher(['States.ALL'], place, next)];
}

/** A wait that is not over in time fails with `Expired`. */
export function expiry(place: Place, next: string): Json[] {
  const { step } = place;
  if (step.kind !== 'approval' && step.kind !== 'signal' && step.kind !== 'workflow') return [];
  const error = { Error: 'Expired', Cause: `${WAITED_FOR[step.kind]} ${step.id} within ${step.timeout}` };
  const names = step.kind === 'signal' ? ['States.HeartbeatTimeout', 'States.Timeout'] : ['States.Timeout'];
  return [catcher(names, place, next, error)];
}

const WAITED_FOR = {
  approval: 'nobody has decided',
  signal: 'no signal has come for',
  workflow: 'the other run has not ended for',
};

/**
 * JSONata for `{name, message, step}` of what a catcher has handed on. The cause of a Lambda error is JSON, that of a
 * time-out may be absent, and an error from inside a branch brings its own step along.
 */
export const ERROR = [
  '($cause := $states.input.error.Cause;',
  "$told := $substring($cause, 0, 1) = '{' ? $parse($cause) : {};",
  "{'name': $states.input.error.Error,",
  "'message': [$told.errorMessage, $cause, ''][0],",
  "'step': [$told.step, $states.input.step][0]})",
].join(' ');

/** The end of a branch that has failed: throws the error on, with its step in the cause, as Lambda would write it. */
export function caughtError(): State {
  return {
    Type: 'Fail',
    Error: '{% $states.input.error.Error %}',
    Cause: `{% ($error := ${ERROR}; $string({'errorMessage': $error.message, 'step': $error.step})) %}`,
  };
}
