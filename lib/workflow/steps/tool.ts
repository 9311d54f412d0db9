import * as z from 'zod';
import { compensate, duration, flow, policy, templates } from './common.ts';

/** Calls a tool of the workflow: a typed integration with a handler of its own. */
export const toolStep = z.strictObject({
  ...flow,
  kind: z.literal('tool'),
  tool: z.string(),
  input: templates.optional(),
  /** Shorter or longer than the tool's own. */
  timeout: duration.optional(),
  compensate: compensate.optional(),
  policy: policy.optional(),
});
export type ToolStep = z.infer<typeof toolStep>;
