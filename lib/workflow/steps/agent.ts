import * as z from 'zod';
import { duration, flow, label, policy, role, schemaOrFile, templates, tokenBudget } from './common.ts';

export const agentStep = z.strictObject({
  ...flow,
  kind: z.literal('agent').describe('Asks a model, which answers in the shape of `output`.'),
  instructions: z.string().describe('Path of a Markdown file, which becomes the system prompt.'),
  model: z.string().default('default').describe("A name of the deployment's model table."),
  input: templates.optional().describe('What it is handed: an object of texts, numbers and expressions.'),
  output: schemaOrFile.describe(
    'The JSON Schema of its answer, or the path of a file that holds one. An answer that does not fit is asked for again.',
  ),
  timeout: duration.describe('Of one attempt, all questions to the model included.'),
  budget: tokenBudget.optional().describe('What it may use up at most.'),
  owner: role
    .optional()
    .describe('Who answers for what the agent says; may be kept from approving it (`separateFrom`).'),
  sees: z.array(label).default([]).describe('Labels of data that it may be handed.'),
  policy: policy.optional().describe('What the Cedar policies are asked before it happens.'),
});
export type AgentStep = z.infer<typeof agentStep>;
