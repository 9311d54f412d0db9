import * as z from 'zod';
import { compensate, duration, flow, policy, templates } from './common.ts';

export const toolStep = z.strictObject({
  ...flow,
  kind: z.literal('tool').describe('Calls a tool of the workflow: a typed integration with a handler of its own.'),
  tool: z.string().describe('A tool of the file.'),
  input: templates.optional().describe('What it is handed: an object of texts, numbers and expressions.'),
  timeout: duration.optional().describe("Shorter or longer than the tool's own."),
  compensate: compensate.optional().describe('What takes the effect back when a later step fails for good.'),
  policy: policy.optional().describe('What the Cedar policies are asked before it happens.'),
});
export type ToolStep = z.infer<typeof toolStep>;
