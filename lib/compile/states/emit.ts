import { seconds } from '../../workflow/durations.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { EmitStep } from '../../workflow/steps/emit.ts';
import type { Context } from '../context.ts';
import type { States } from '../types.ts';
import { GRACE, taskState } from './task.ts';

/** An event on the bus. It carries the step's key, by which a second one is known for what it is. */
export function emitState(place: Place, step: EmitStep, context: Context): States {
  const task = { input: step.detail, policy: step.policy, timeout: seconds(step.timeout) + GRACE, repeatable: true };
  return taskState(place, task, context);
}
