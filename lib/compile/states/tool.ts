import { seconds } from '../../workflow/durations.ts';
import { effectOf } from '../../workflow/effects.ts';
import type { Tool } from '../../workflow/schema.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { ToolStep } from '../../workflow/steps/tool.ts';
import type { Context } from '../context.ts';
import type { States } from '../types.ts';
import { GRACE, taskState } from './task.ts';

/** A call of a tool. */
export function toolState(place: Place, step: ToolStep, context: Context): States {
  const tool = context.model.workflow.tools[step.tool]!;
  const timeout = seconds(step.timeout ?? tool.timeout) + GRACE;
  const { retry, errors } = tool;
  const task = { input: step.input, policy: step.policy, timeout, repeatable: isRepeatable(tool), retry, errors };
  return taskState(place, task, context);
}

/** Whether an attempt of unknown outcome may be repeated: there is a key, a probe, or nothing that could happen twice. */
export function isRepeatable(tool: Tool): boolean {
  return tool.idempotency !== undefined || effectOf(tool) === 'none';
}
