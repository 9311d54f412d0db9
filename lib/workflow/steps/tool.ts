import * as z from 'zod';
import { duration, flow, policy, templates } from './common.ts';

/** Calls a tool of the workflow: a typed integration with a handler of its own. */
export const toolStep = z.strictObject({
  ...flow,
  kind: z.literal('tool'),
  tool: z.string(),
  input: templates.optional(),
  /** Shorter or longer than the tool's own. */
  timeout: duration.optional(),
  /** What takes the effect back. Its input sees `$output`, the step's own output, and `$error`. */
  compensate: z.strictObject({ tool: z.string(), input: templates.optional() }).optional(),
  policy: policy.optional(),
});
export type ToolStep = z.infer<typeof toolStep>;
