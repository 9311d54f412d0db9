import { seconds } from '../../workflow/durations.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { ApprovalStep } from '../../workflow/steps/approval.ts';
import type { Context } from '../context.ts';
import type { States } from '../types.ts';
import { taskState } from './task.ts';

/**
 * One wait for a person. Reminders and escalations are timers beside it, because a second callback state would void the
 * token of the first. The request is recorded under the step's key, so a lost answer to it may be repeated.
 */
export function approvalState(place: Place, step: ApprovalStep, context: Context): States {
  const input = { title: step.title, reason: step.reason, show: step.show };
  const defined = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  // Open hours may be few: then the deadline of the run is all that is sure, and the approval's own timer comes before it.
  const timeout =
    step.calendar === undefined ? seconds(step.timeout) + GRACE : seconds(context.model.workflow.deadline);
  const task = { input: defined, policy: step.policy, timeout, repeatable: true, waits: true };
  return taskState(place, task, context);
}

/**
 * Seconds that the state waits beyond the approval. The approval ends by its own timer, which begins after the state
 * does: without them a decision of the last seconds would be on record and its run already gone.
 */
const GRACE = 300;
