import { seconds } from '../../workflow/durations.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { WaitStep } from '../../workflow/steps/wait.ts';
import type { Context } from '../context.ts';
import { template } from '../template.ts';
import type { Json, State } from '../types.ts';
import { ending } from './task.ts';

/** A durable timer. */
export function waitState(place: Place, step: WaitStep, context: Context): State {
  const naming = { workflow: context.model.workflow, variables: context.variables, scope: place.scope };
  const until: Record<string, Json> =
    step.for === undefined ? { Timestamp: template(step.until, naming) } : { Seconds: seconds(step.for) };
  return { Type: 'Wait', ...until, ...ending(place, undefined, context) };
}
