import { seconds } from '../../workflow/durations.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { WaitStep } from '../../workflow/steps/wait.ts';
import type { Context } from '../context.ts';
import { helper, stateName } from '../names.ts';
import { namingOf, template } from '../template.ts';
import type { Json, States } from '../types.ts';
import { ending, GRACE, invokeState } from './task.ts';

/** A durable timer. */
export function waitState(place: Place, step: WaitStep, context: Context): States {
  if (step.calendar !== undefined) return businessWait(place, step, context);
  const until: Record<string, Json> =
    step.for === undefined
      ? { Timestamp: template(step.until, namingOf(context, place.scope)) }
      : { Seconds: seconds(step.for) };
  return { [stateName(step.id)]: { Type: 'Wait', ...until, ...ending(place, undefined, context) } };
}

/** Seconds to compute a time. */
const COMPUTATION = 30 + GRACE;

/** In business time: the function of the step answers `{until}`, and that is waited for. */
function businessWait(place: Place, step: WaitStep, context: Context): States {
  const input = step.until === undefined ? {} : { until: step.until };
  const wait = helper('Wait', step.id);
  const computed = { Output: { until: '{% $states.result.Payload.output.until %}' }, Next: wait };
  const task = { input, timeout: COMPUTATION, repeatable: true };
  return {
    [stateName(step.id)]: { ...invokeState(place, task, context), ...computed },
    [wait]: { Type: 'Wait', Timestamp: '{% $states.input.until %}', ...ending(place, undefined, context) },
  };
}
