import * as z from 'zod';
import { decisionTable } from '../../decisions/schema.ts';
import { duration, flow, label, name, policy, role, templates, tokenBudget } from './common.ts';

/** A question to a model that may be answered in a few ways only. */
const ask = z
  .strictObject({
    /** Path of a Markdown file, which becomes the system prompt. */
    instructions: z.string(),
    /** A name of the deployment's model table. */
    model: z.string().default('default'),
    input: templates.optional(),
    outcomes: z.array(name).min(2, 'needs at least two outcomes'),
    /** Below it the outcome is `below`, whatever the model says. */
    confidence: z.number().min(0).max(1),
    below: name,
    budget: tokenBudget.optional(),
    /** Who answers for the model's choice. */
    owner: role.optional(),
    /** Labels of data that it may be handed. */
    sees: z.array(label).default([]),
  })
  .refine(({ outcomes, below }) => outcomes.includes(below), {
    message: 'is not one of the outcomes',
    path: ['below'],
  });

/**
 * Decides by a table, or by a model with closed outcomes. A table gives `{result, rules, explanation}`: what the rules
 * that hit say, their ids, and why in words; a model `{outcome, confidence, explanation}`.
 */
export const decisionStep = z
  .strictObject({
    ...flow,
    kind: z.literal('decision'),
    table: decisionTable.optional(),
    ask: ask.optional(),
    timeout: duration.default('60s'),
    policy: policy.optional(),
  })
  .refine((step) => (step.table === undefined) !== (step.ask === undefined), "must have either 'table' or 'ask'");
export type DecisionStep = z.infer<typeof decisionStep>;
