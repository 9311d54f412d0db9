import * as z from 'zod';
import { base, expression } from './common.ts';

export const choiceStep = z.strictObject({
  ...base,
  kind: z
    .literal('choice')
    .describe('Goes to the `next` of the first choice whose expression is true, else to `otherwise`.'),
  choices: z
    .array(
      z.strictObject({
        when: expression.describe('A condition: an expression that gives true or false.'),
        next: z.string().describe('Where to go then: a step, or `end`.'),
      }),
    )
    .min(1, 'needs at least one choice')
    .describe('Conditions, asked in their order.'),
  otherwise: z.string().describe('Where to go when none is true: a step, or `end`.'),
});
export type ChoiceStep = z.infer<typeof choiceStep>;
