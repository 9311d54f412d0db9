import { seconds } from '../../workflow/durations.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { WaitStep } from '../../workflow/steps/wait.ts';
import type { Context } from '../context.ts';
import { stateName } from '../names.ts';
import { namingOf, template } from '../template.ts';
import type { Json, States } from '../types.ts';
import { ending } from './task.ts';

/** A durable timer. */
export function waitState(place: Place, step: WaitStep, context: Context): States {
  const until: Record<string, Json> =
    step.for === undefined
      ? { Timestamp: template(step.until, namingOf(context, place.scope)) }
      : { Seconds: seconds(step.for) };
  return { [stateName(step.id)]: { Type: 'Wait', ...until, ...ending(place, undefined, context) } };
}
