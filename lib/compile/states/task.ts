import { following, type Place } from '../../workflow/scopes.ts';
import { atOf, type Context, target } from '../context.ts';
import { executionOf } from '../frames.ts';
import { stateName, substitution, variableName } from '../names.ts';
import { type Retried, retriers } from '../retry.ts';
import { catchesOf } from '../takers.ts';
import { namingOf, template } from '../template.ts';
import type { Json, State, States } from '../types.ts';

/** What the kinds of governed step differ in. */
export interface Task extends Retried {
  input: unknown;
  policy?: { context?: unknown } | undefined;
  /** Seconds until the state fails with States.Timeout. */
  timeout: number;
  /** It waits for a token that another function sends back. */
  waits?: boolean;
  /** Seconds between two signs of life, where a machine holds the token. */
  heartbeat?: number | undefined;
}

/**
 * Seconds that a state outlasts its function, so that the function is over before the state gives up on it: a cold
 * start counts for the state and not for the function.
 */
export const GRACE = 15;

/** The run, as every function is told it. */
export function runOf({ frame, model }: Pick<Context, 'frame' | 'model'>): Json {
  return executionOf(frame).isApart ? '{% $run %}' : run(model.workflow.name);
}

/** The same, as the execution that bears its name knows it. */
export const run = (workflow: string): Json => ({
  id: '{% $states.context.Execution.Name %}',
  workflow,
  startedAt: '{% $states.context.Execution.StartTime %}',
  machine: '{% $states.context.StateMachine.Id %}',
});

/** The one Task state of a governed step. */
export function taskState(place: Place, task: Task, context: Context): States {
  const value = task.waits ? '$states.result' : '$states.result.Payload.output';
  return { [stateName(place.step.id)]: { ...invokeState(place, task, context), ...ending(place, value, context) } };
}

/** The Task state of a governed step, without what becomes of its result. */
export function invokeState(place: Place, task: Task, context: Context): State {
  const { id, kind } = place.step;
  return {
    Type: 'Task',
    Resource: `arn:aws:states:::lambda:invoke${task.waits ? '.waitForTaskToken' : ''}`,
    Arguments: { FunctionName: `\${${substitution(id)}}`, Payload: payload(place, task, context) },
    TimeoutSeconds: task.timeout,
    ...(task.heartbeat !== undefined && { HeartbeatSeconds: task.heartbeat }),
    ...listed('Retry', retriers(kind, task)),
    Catch: catchesOf(place, context.takers),
  };
}

function payload(place: Place, task: Task, context: Context): Json {
  const { step, scope } = place;
  const naming = namingOf(context, scope);
  const at = atOf(scope, context);
  return {
    run: runOf(context),
    step: step.id,
    ...at,
    attempt: '{% $states.context.State.RetryCount %}',
    input: template(task.input ?? {}, naming),
    ...(task.policy?.context !== undefined && { policy: template(task.policy.context, naming) }),
    ...(isItemAsked(place, context) && { item: template('{% $item %}', naming) }),
    ...(task.waits && { taskToken: '{% $states.context.Task.Token %}' }),
  };
}

/** A compensation runs when the map around its step is long over, so the item that it asks for is kept with the step. */
const isItemAsked = (place: Place, { model }: Context): boolean =>
  model.expressions.some(
    ({ moment, place: own, parsed }) =>
      moment === 'compensation' && own === place && parsed.references.some(({ root }) => root === 'item'),
  );

/**
 * How a state hands over. Its output goes into a variable if anything reads it, and nothing travels as state output,
 * so that the payload of a transition does not grow along the run.
 */
export function ending(place: Place, value: string | undefined, context: Context): Record<string, Json> {
  const { step } = place;
  const next = ('next' in step ? step.next : undefined) ?? following(place);
  if (next === 'end' && context.close) return context.close(value === undefined ? undefined : { step: step.id, value });
  const kept = value !== undefined && context.variables.isKept(step.id);
  const assign: Record<string, Json> = kept ? { Assign: { [variableName(step.id)]: `{% ${value} %}` } } : {};
  return { ...assign, Output: {}, Next: target(next, context) };
}

export const listed = (name: string, items: Json[]): Record<string, Json> =>
  items.length > 0 ? { [name]: items } : {};
