import { seconds } from '../../workflow/durations.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { TeamStep } from '../../workflow/steps/team.ts';
import type { Context } from '../context.ts';
import type { States } from '../types.ts';
import { GRACE, taskState } from './task.ts';

/** Several agents in one function: what they say to each other is nobody else's business, and has no effect in the world. */
export function teamState(place: Place, step: TeamStep, context: Context): States {
  const task = { input: step.input, policy: step.policy, timeout: seconds(step.timeout) + GRACE, repeatable: true };
  return taskState(place, task, context);
}
