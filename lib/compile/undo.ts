import { DEFAULT_RETRY } from '../workflow/steps/common.ts';
import { AMBIGUOUS, RETRYABLE } from './errors.ts';
import { retry } from './retry.ts';
import type { Asl, Json, State } from './types.ts';

/** Seconds. Lambda ends every function by then, so a compensation never outlives its state. */
const LONGEST_FUNCTION = 900 + 15;
const DAY = 86_400;

/**
 * The machine that takes the effects of a run back. `${fn_undo_next}` reads from the ledger which compensation is next,
 * newest first, and answers `{function, payload}`, or `{done: true}`. Before the first of them it may answer
 * `{wait: seconds}` while steps are still at it, and name the function of a step that was cut short, to find out whether
 * it has acted: under its key, or by its probe, so that is safe to repeat as well. Compensations are safe to repeat (a rule of the
 * language), so anything that may pass is retried.
 *
 * One that still fails stops the undo and goes to the exception queue: newest first is an order of dependence, and an
 * older compensation may take away what the failed one still needs. What is left stands in the ledger, so a redrive
 * goes on with exactly that.
 */
export function undoMachine(): Asl {
  return {
    Comment: 'Takes the effects of a run back, newest first',
    QueryLanguage: 'JSONata',
    StartAt: 'Next',
    TimeoutSeconds: DAY,
    States: {
      Next: {
        ...invoke('${fn_undo_next}', REQUEST, 60),
        // A run that timed out has no step to blame.
        Catch: undoFailed("[$states.context.Execution.Input.error.step, 'undo'][0]"),
        Assign: { next: '{% $states.result.Payload %}' },
        Output: {},
        Next: 'Is there one',
      },
      'Is there one': {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $exists($next.function) %}', Next: 'Compensate' },
          { Condition: '{% $exists($next.wait) %}', Next: 'Wait' },
        ],
        Default: 'Undone',
      },
      // Steps are still at it: branches that nobody waits for any more since their sibling has failed.
      Wait: { Type: 'Wait', Seconds: '{% $next.wait %}', Output: {}, Next: 'Next' },
      Compensate: {
        ...invoke('{% $next.function %}', '{% $next.payload %}', LONGEST_FUNCTION),
        Catch: undoFailed('$next.payload.step'),
        Output: {},
        Next: 'Next',
      },
      Undone: { Type: 'Succeed', Output: { undone: true } },
      Exception: {
        ...invoke('${fn_exception}', { ...REQUEST, error: '{% $states.input %}' }, 60),
        Catch: [
          { ErrorEquals: ['States.DataLimitExceeded'], Output: {}, Next: 'Failed' },
          { ErrorEquals: ['States.ALL'], Output: {}, Next: 'Failed' },
        ],
        Output: '{% $states.input %}',
        Next: 'Failed',
      },
      Failed: {
        Type: 'Fail',
        Error: 'UndoFailed',
        Cause: 'a compensation has failed; the exception queue holds the run',
      },
    },
  };
}

const REQUEST = {
  run: '{% $states.context.Execution.Input.run %}',
  error: '{% $states.context.Execution.Input.error %}',
  // Of the undo of one scope; null for that of a run.
  scope: '{% $exists($states.context.Execution.Input.scope) ? $states.context.Execution.Input.scope : null %}',
  at: '{% $exists($states.context.Execution.Input.at) ? $states.context.Execution.Input.at : null %}',
};

function invoke(FunctionName: string, Payload: Json, TimeoutSeconds: number): State {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName, Payload },
    TimeoutSeconds,
    Retry: retry([...RETRYABLE, ...AMBIGUOUS], { ...DEFAULT_RETRY, attempts: 5 }),
  };
}

/** Catchers whose output is `{name, message, step}` of what could not be undone; `step` is JSONata. */
function undoFailed(step: string): Json[] {
  const Output = { name: 'UndoFailed', message: MESSAGE, step: `{% ${step} %}` };
  return [
    { ErrorEquals: ['States.DataLimitExceeded'], Output, Next: 'Exception' },
    { ErrorEquals: ['States.ALL'], Output, Next: 'Exception' },
  ];
}

const MESSAGE = [
  '{% ($cause := $states.errorOutput.Cause;',
  "$why := $substring($cause, 0, 1) = '{' ? $parse($cause).errorMessage : $cause;",
  "$states.errorOutput.Error & ': ' & $why) %}",
].join(' ');
