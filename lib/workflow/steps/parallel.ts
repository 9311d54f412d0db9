import * as z from 'zod';
import { type Step, step } from '../schema.ts';
import { flow, name } from './common.ts';

// By hand, because a step may hold steps, and a type cannot be inferred from itself.
export interface ParallelStep {
  id: string;
  description?: string | undefined;
  next?: string | undefined;
  kind: 'parallel';
  join: 'all' | 'any' | { need: number };
  branches: { id: string; steps: Step[] }[];
}

export const parallelStep = z.strictObject({
  ...flow,
  kind: z
    .literal('parallel')
    .describe(
      'Runs its branches at the same time and goes on when all are done, or as many as `join` says; the others are stopped then. What the steps of the branches give is read by later steps as usual; the branches cannot read one another.',
    ),
  join: z
    .union(
      [z.enum(['all', 'any']), z.strictObject({ need: z.int().min(1).describe('So many branches must be done.') })],
      "must be 'all', 'any' or { need: 2 }",
    )
    .default('all')
    .describe('When to go on: when all branches are done, any one, or so many. The others are stopped then.'),
  branches: z
    .array(
      z.strictObject({
        id: name.describe('Name of the branch.'),
        steps: z
          .lazy((): z.ZodType<Step[]> => z.array(step).min(1, 'needs at least one step'))
          .describe('The steps of the branch.'),
      }),
    )
    .min(1, 'needs at least one branch')
    .describe('Lists of steps that run at the same time.'),
});
