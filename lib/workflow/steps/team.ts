import * as z from 'zod';
import { duration, flow, label, name, policy, role, schemaOrFile, templates, tokenBudget } from './common.ts';

const member = {
  /** Path of a Markdown file, which becomes the system prompt. */
  instructions: z.string(),
  /** A name of the deployment's model table. */
  model: z.string().default('default'),
};

/**
 * Several agents at one question. `panel`: each answers alone, and the lead, who sees all answers, has the last word.
 * `relay`: one after the other, each seeing what those before have said; the last gives the output.
 */
export const teamStep = z
  .strictObject({
    ...flow,
    kind: z.literal('team'),
    pattern: z.enum(['panel', 'relay']),
    members: z.array(z.strictObject({ name, ...member })).min(2, 'needs at least two members'),
    lead: z.strictObject(member).optional(),
    input: templates.optional(),
    output: schemaOrFile,
    timeout: duration,
    /** Of all of them together. */
    budget: tokenBudget.optional(),
    /** Who answers for what the agents say. */
    owner: role.optional(),
    /** Labels of data that it may be handed. */
    sees: z.array(label).default([]),
    policy: policy.optional(),
  })
  .refine(
    ({ pattern, lead }) => (pattern === 'panel') === (lead !== undefined),
    "a panel needs a 'lead', a relay has none",
  );
export type TeamStep = z.infer<typeof teamStep>;
