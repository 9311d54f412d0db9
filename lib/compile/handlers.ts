import type { Model } from '../workflow/model.ts';
import type { ErrorHandler } from '../workflow/schema.ts';
import type { Place, Scope } from '../workflow/scopes.ts';
import type { Context } from './context.ts';
import { errorNamesFor } from './errors.ts';
import { catcher, ERROR, everything, expiry } from './failing.ts';
import { stateName } from './names.ts';
import { retry } from './retry.ts';
import { scopeStates } from './scope.ts';
import { run } from './states/task.ts';
import type { Json, State, States } from './types.ts';

/** An error handler with the names of its states. */
interface Handler extends ErrorHandler {
  scope?: Scope;
  caught: string;
  undone: string;
}

/** The handlers of a workflow: its own, the one for `Paused` and, last, the one for what nobody else takes. */
export function handlersOf({ workflow, scopes }: Model): Handler[] {
  const own = workflow.onError.map((handler, index): Handler => {
    const scope = scopes[index + 1];
    return { ...handler, ...(scope && { scope }), ...namesOf(handler) };
  });
  const paused = own.some(({ errors }) => errors.includes('Paused')) ? [] : [{ ...PAUSED, ...namesOf(PAUSED) }];
  const named = [...own.filter(({ errors }) => errors !== 'any'), ...paused];
  const rest = own.find(({ errors }) => errors === 'any') ?? { ...REST, ...namesOf(REST) };
  return [...named, rest];
}

/** What nobody takes. */
const REST: ErrorHandler = { errors: 'any', undo: true, steps: [], outcome: 'exception' };

/** A person must act before it can go on: what was done so far stays, and waits in the exception queue with its run. */
const PAUSED: ErrorHandler = { errors: ['Paused'], undo: false, steps: [], outcome: 'exception' };

function namesOf({ errors }: ErrorHandler): { caught: string; undone: string } {
  const first = errors === 'any' ? 'error' : errors[0]!;
  return { caught: stateName(`Caught ${first}`), undone: stateName(`Undo ${first}`) };
}

/** Catchers of a step of the main flow: named errors first, in the order of the file, then all others. */
export function catchesOf(place: Place, handlers: readonly Handler[]): Json[] {
  const expired = handlers.find(({ errors }) => errors === 'any' || errors.includes('Expired'))!;
  const named = handlers.flatMap((handler) => {
    if (handler.errors === 'any') return [];
    const names = errorNamesFor(place.step.kind, handler.errors);
    return names.length > 0 ? [catcher(names, place, handler.caught)] : [];
  });
  const last = handlers.find(({ errors }) => errors === 'any')!;
  return [...expiry(place, expired.caught), ...named, ...everything(place, last.caught)];
}

/** Seconds that an undo may take: its compensations are retried, and may wait for a person to mend something. */
const UNDO_TIMEOUT = 86_400;
const EXCEPTION_TIMEOUT = 60;

/** The states behind the catchers: what was caught, undo, the steps of the handler, the outcome. */
export function handlerStates(handlers: readonly Handler[], canUndo: boolean, outer: Context): States {
  const states = handlers.map((handler) => oneHandler(handler, canUndo && handler.undo, outer));
  const outcomes = new Set(handlers.map(({ outcome }) => outcome));
  return {
    ...Object.assign({}, ...states),
    ...(outcomes.has('rejected') && REJECTED),
    ...exceptionStates(outer.model.workflow.name),
  };
}

const ENDS = { rejected: 'Rejected', exception: 'Exception' } as const;

function oneHandler({ scope, caught, undone, outcome }: Handler, undoes: boolean, outer: Context): States {
  const end = ENDS[outcome];
  const first = scope?.places[0] ? stateName(scope.places[0].step.id) : end;
  // A step of a handler that fails is an exception itself; the error that began it stays the one that is reported.
  const context: Context | undefined = scope && {
    ...outer,
    scope,
    endState: () => end,
    catches: (place) => everything(place, ENDS.exception),
  };
  return {
    [caught]: { Type: 'Pass', Assign: { error: `{% ${ERROR} %}` }, Output: {}, Next: undoes ? undone : first },
    ...(undoes && { [undone]: undoState(outer.model.workflow.name, first) }),
    ...(context && scopeStates(context.scope, context)),
  };
}

/** Starts the undo machine and waits for it. Its name is that of the run, so it happens once, whoever else starts it. */
function undoState(workflow: string, next: string): State {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: {
      StateMachineArn: '${undo_machine}',
      Name: "{% 'undo-' & $states.context.Execution.Name %}",
      Input: { run: run(workflow), error: '{% $error %}' },
    },
    TimeoutSeconds: UNDO_TIMEOUT,
    // Never States.TaskFailed: a failed undo started again under its name would look like one that is done.
    Retry: retry(['StepFunctions.ExecutionLimitExceededException', 'StepFunctions.SdkClientException']),
    Catch: [
      // Someone else has undone this run, or tried to (it was redriven): a person looks at how that ended.
      { ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'], Output: {}, Next: ENDS.exception },
      { ErrorEquals: ['States.DataLimitExceeded'], Output: {}, Next: ENDS.exception },
      { ErrorEquals: ['States.ALL'], Output: {}, Next: ENDS.exception },
    ],
    Output: {},
    Next: next,
  };
}

const REJECTED: States = {
  [ENDS.rejected]: { Type: 'Succeed', Output: { outcome: 'rejected', error: '{% $error %}' } },
};

/** To the exception queue, and out with the error that began it. */
function exceptionStates(workflow: string): States {
  const failed = { Output: {}, Next: 'Failed' };
  return {
    [ENDS.exception]: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: '${fn_exception}', Payload: { run: run(workflow), error: '{% $error %}' } },
      TimeoutSeconds: EXCEPTION_TIMEOUT,
      Retry: retry(['States.ALL']),
      // The rule on failed executions files what this could not.
      Catch: [
        { ErrorEquals: ['States.DataLimitExceeded'], ...failed },
        { ErrorEquals: ['States.ALL'], ...failed },
      ],
      ...failed,
    },
    Failed: { Type: 'Fail', Error: '{% $error.name %}', Cause: '{% $error.message %}' },
  };
}
