import { seconds } from '../../workflow/durations.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { AgentStep } from '../../workflow/steps/agent.ts';
import type { Context } from '../context.ts';
import type { States } from '../types.ts';
import { GRACE, taskState } from './task.ts';

/** A question to a model. An answer has no effect in the world, so a lost one may be asked for again. */
export function agentState(place: Place, step: AgentStep, context: Context): States {
  return taskState(
    place,
    { input: step.input, policy: step.policy, timeout: seconds(step.timeout) + GRACE, repeatable: true },
    context,
  );
}
