import { seconds } from '../../workflow/durations.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { WorkflowStep } from '../../workflow/steps/workflow.ts';
import type { Context } from '../context.ts';
import type { States } from '../types.ts';
import { GRACE, taskState } from './task.ts';

/**
 * A run of another workflow. It is asked for under the step's key, so a lost answer may be repeated: the same run is
 * meant. It is a run of its own, with its own chain, and tells this one when it has ended.
 */
export function workflowState(place: Place, step: WorkflowStep, context: Context): States {
  const timeout = step.wait && step.timeout !== undefined ? seconds(step.timeout) : REQUEST;
  const task = { input: step.input, policy: step.policy, timeout, repeatable: true, waits: step.wait };
  return taskState(place, task, context);
}

/** Seconds to ask for a run. */
const REQUEST = 30 + GRACE;
