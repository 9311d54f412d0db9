import type { Model } from '../workflow/model.ts';
import type { ErrorHandler } from '../workflow/schema.ts';
import { placesBelow, type Scope } from '../workflow/scopes.ts';
import type { Context } from './context.ts';
import { type Handling, handlingStates, takersOf } from './handling.ts';
import { retry } from './retry.ts';
import { run } from './states/task.ts';
import { FOR_A_PERSON, type Taker } from './takers.ts';
import type { Json, State, States } from './types.ts';
import { canUndo, undoState } from './undo-state.ts';

type Outcome = ErrorHandler['outcome'];
const ENDS = { rejected: 'Rejected', exception: 'Exception' } as const satisfies Record<Outcome, string>;

/** The answers of a workflow to errors, with how the run ends after each: its own, then ours. */
export type Handlers = (Handling & { outcome: Outcome })[];

/** Its own handlers, the one for what waits for a person and, last, the one for what nobody else takes. */
export function handlersOf(model: Model): Handlers {
  const { onError } = model.workflow;
  const own = onError.map((handler, index) => handlingOf(handler, model, model.scopes[index + 1]));
  const left = forAPerson(model).filter((name) => !onError.some(({ errors }) => errors.includes(name)));
  const waits = left.length > 0 ? [handlingOf({ ...WAITS, errors: left }, model)] : [];
  const rest = own.find(({ errors }) => errors === 'any') ?? handlingOf(REST, model);
  return [...own.filter(({ errors }) => errors !== 'any'), ...waits, rest];
}

/** What nobody takes. */
const REST: ErrorHandler = { errors: 'any', undo: true, steps: [], outcome: 'exception' };

/** A person must act before it can go on: what was done so far stays, and waits in the exception queue with its run. */
const WAITS: Omit<ErrorHandler, 'errors'> = { undo: false, steps: [], outcome: 'exception' };

/** Names that only a person can answer, as far as they can occur. */
function forAPerson({ places }: Model): string[] {
  const undoes = places.some(
    ({ step, inner }) =>
      step.kind === 'scope' && step.onError.some(({ undo }) => undo) && canUndo(placesBelow(inner[0]!)),
  );
  return undoes ? FOR_A_PERSON : FOR_A_PERSON.filter((name) => name === 'Paused');
}

function handlingOf({ errors, undo, outcome }: ErrorHandler, model: Model, steps?: Scope): Handlers[number] {
  const workflow = model.workflow.name;
  const isOnlyForAPerson = errors !== 'any' && errors.every((name) => FOR_A_PERSON.includes(name));
  return {
    errors,
    outcome,
    steps,
    variable: 'error',
    name: errors === 'any' ? 'error' : errors[0]!,
    undoes: undo && !isOnlyForAPerson && canUndo(model.places),
    undo: (next) =>
      undoState({ name: NAME, input: { run: run(workflow), error: '{% $error %}' }, failed: FAILED, next }),
    end: ENDS[outcome],
    // A step of a handler that fails is an exception itself; the error that began it stays the one that is reported.
    failed: ENDS.exception,
  };
}

const NAME = "{% 'undo-' & $states.context.Execution.Name %}";
const FAILED = { Output: {}, Next: ENDS.exception };

/** Who takes the errors of the main flow. The last takes whatever is left. */
export const mainTakers = (handlers: Handlers): Taker[] =>
  handlers.flatMap(takersOf).map((taker) => (taker.errors === 'any' ? { ...taker, errors: 'all' } : taker));

/** The states behind the catchers: what was caught, undo, the steps of the handler, the outcome. */
export function handlerStates(handlers: Handlers, outer: Context): States {
  const outcomes = new Set(handlers.map(({ outcome }) => outcome));
  return {
    ...Object.assign({}, ...handlers.map((handling) => handlingStates(handling, outer))),
    ...(outcomes.has('rejected') && REJECTED),
    ...exceptionStates(outer.model.workflow.name),
  };
}

const REJECTED: States = {
  [ENDS.rejected]: { Type: 'Succeed', Output: { outcome: 'rejected', error: '{% $error %}' } },
};

const EXCEPTION_TIMEOUT = 60;

/** Puts an error into the exception queue with its run. `onward`: members of the transition, whether that worked or not. */
export const exceptionTask = (payload: Record<string, Json>, onward: Record<string, Json>): State => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: '${fn_exception}', Payload: payload },
  TimeoutSeconds: EXCEPTION_TIMEOUT,
  Retry: retry(['States.ALL']),
  // The rule on failed executions files what this could not.
  Catch: [
    { ErrorEquals: ['States.DataLimitExceeded'], ...onward },
    { ErrorEquals: ['States.ALL'], ...onward },
  ],
  ...onward,
});

/** To the exception queue, and out with the error that began it. */
const exceptionStates = (workflow: string): States => ({
  [ENDS.exception]: exceptionTask({ run: run(workflow), error: '{% $error %}' }, { Output: {}, Next: 'Failed' }),
  Failed: { Type: 'Fail', Error: '{% $error.name %}', Cause: '{% $error.message %}' },
});
