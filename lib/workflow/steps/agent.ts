import * as z from 'zod';
import { duration, flow, label, policy, role, schemaOrFile, templates, tokenBudget } from './common.ts';

/** Asks a model, which answers in the shape of `output`. */
export const agentStep = z.strictObject({
  ...flow,
  kind: z.literal('agent'),
  /** Path of a Markdown file, which becomes the system prompt. */
  instructions: z.string(),
  /** A name of the deployment's model table. */
  model: z.string().default('default'),
  input: templates.optional(),
  output: schemaOrFile,
  timeout: duration,
  budget: tokenBudget.optional(),
  /** Who answers for what the agent says; may be kept from approving it (`separateFrom`). */
  owner: role.optional(),
  /** Labels of data that it may be handed. */
  sees: z.array(label).default([]),
  policy: policy.optional(),
});
export type AgentStep = z.infer<typeof agentStep>;
