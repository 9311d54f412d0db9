import * as z from 'zod';
import { duration, flow, label, name, policy, role, schemaOrFile, templates, tokenBudget } from './common.ts';

const member = {
  instructions: z.string().describe('Path of a Markdown file, which becomes the system prompt.'),
  model: z.string().default('default').describe("A name of the deployment's model table."),
};

export const teamStep = z
  .strictObject({
    ...flow,
    kind: z
      .literal('team')
      .describe(
        'Several agents at one question. `panel`: each answers alone, and the lead, who sees all answers, has the last word. `relay`: one after the other, each seeing what those before have said; the last gives the output.',
      ),
    pattern: z
      .enum(['panel', 'relay'])
      .describe(
        '`panel`: the members answer alone, and the lead has the last word. `relay`: one after the other, and the last gives the output.',
      ),
    members: z
      .array(z.strictObject({ name: name.describe('Name of the member.'), ...member }))
      .min(2, 'needs at least two members')
      .describe('The agents, in their order.'),
    lead: z.strictObject(member).optional().describe('Who has the last word in a panel.'),
    input: templates.optional().describe('What it is handed: an object of texts, numbers and expressions.'),
    output: schemaOrFile.describe('The JSON Schema of the answer, or the path of a file that holds one.'),
    timeout: duration.describe('Of one attempt of all of them.'),
    budget: tokenBudget.optional().describe('Of all of them together.'),
    owner: role.optional().describe('Who answers for what the agents say.'),
    sees: z.array(label).default([]).describe('Labels of data that it may be handed.'),
    policy: policy.optional().describe('What the Cedar policies are asked before it happens.'),
  })
  .refine(
    ({ pattern, lead }) => (pattern === 'panel') === (lead !== undefined),
    "a panel needs a 'lead', a relay has none",
  );
export type TeamStep = z.infer<typeof teamStep>;
