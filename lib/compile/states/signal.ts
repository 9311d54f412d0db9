import { seconds } from '../../workflow/durations.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { SignalStep } from '../../workflow/steps/signal.ts';
import type { Context } from '../context.ts';
import type { States } from '../types.ts';
import { taskState } from './task.ts';

/** One wait for a signal. The function takes one that was kept, or files the token for the one to come. */
export function signalState(place: Place, step: SignalStep, context: Context): States {
  const timeout = seconds(step.timeout);
  const heartbeat = step.heartbeat === undefined ? undefined : seconds(step.heartbeat);
  const task = { input: { key: step.key }, policy: step.policy, timeout, heartbeat, repeatable: true, waits: true };
  return taskState(place, task, context);
}
