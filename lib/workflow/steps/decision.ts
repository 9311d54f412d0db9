import * as z from 'zod';
import { decisionTable } from '../../decisions/schema.ts';
import { duration, flow, label, name, policy, role, templates, tokenBudget } from './common.ts';

/** A question to a model that may be answered in a few ways only. */
const ask = z
  .strictObject({
    instructions: z.string().describe('Path of a Markdown file, which becomes the system prompt.'),
    model: z.string().default('default').describe("A name of the deployment's model table."),
    input: templates.optional().describe('What the model is told: an object of texts, numbers and expressions.'),
    outcomes: z.array(name).min(2, 'needs at least two outcomes').describe('What it may answer.'),
    confidence: z.number().min(0).max(1).describe('Below it the outcome is `below`, whatever the model says.'),
    below: name.describe('The outcome of an answer that is not confident enough.'),
    budget: tokenBudget.optional().describe('What it may use up at most.'),
    owner: role.optional().describe("Who answers for the model's choice."),
    sees: z.array(label).default([]).describe('Labels of data that it may be handed.'),
  })
  .refine(({ outcomes, below }) => outcomes.includes(below), {
    message: 'is not one of the outcomes',
    path: ['below'],
  });

export const decisionStep = z
  .strictObject({
    ...flow,
    kind: z
      .literal('decision')
      .describe(
        'Decides by a table, or by a model with closed outcomes. A table gives `{result, rules, explanation}`: what the rules that hit say, their ids, and why in words; a model `{outcome, confidence, explanation}`.',
      ),
    table: decisionTable
      .optional()
      .describe(
        'A decision table: DMN 1.4 in YAML. When the file is checked it is proved to leave nothing open and to contradict nothing.',
      ),
    ask: ask.optional().describe('A question to a model that may be answered in a few ways only.'),
    timeout: duration.default('60s').describe('Of one attempt.'),
    policy: policy.optional().describe('What the Cedar policies are asked before it happens.'),
  })
  .refine((step) => (step.table === undefined) !== (step.ask === undefined), "must have either 'table' or 'ask'");
export type DecisionStep = z.infer<typeof decisionStep>;
