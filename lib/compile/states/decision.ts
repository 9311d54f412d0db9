import { seconds } from '../../workflow/durations.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { DecisionStep } from '../../workflow/steps/decision.ts';
import type { Context } from '../context.ts';
import type { States } from '../types.ts';
import { GRACE, taskState } from './task.ts';

/** A table is handed its inputs by name, a model its question. */
export function decisionState(place: Place, step: DecisionStep, context: Context): States {
  const values = Object.entries(step.table?.inputs ?? {}).map(([name, { value }]) => [name, value]);
  const input = step.table ? Object.fromEntries(values) : step.ask?.input;
  const task = { input, policy: step.policy, timeout: seconds(step.timeout) + GRACE, repeatable: true };
  return taskState(place, task, context);
}
