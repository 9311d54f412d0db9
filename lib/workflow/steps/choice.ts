import * as z from 'zod';
import { base, expression } from './common.ts';

/** Goes to the `next` of the first choice whose expression is true, else to `otherwise`. */
export const choiceStep = z.strictObject({
  ...base,
  kind: z.literal('choice'),
  choices: z.array(z.strictObject({ when: expression, next: z.string() })).min(1, 'needs at least one choice'),
  otherwise: z.string(),
});
export type ChoiceStep = z.infer<typeof choiceStep>;
