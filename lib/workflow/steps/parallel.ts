import * as z from 'zod';
import { type Step, step } from '../schema.ts';
import { flow, name } from './common.ts';

// By hand, because a step may hold steps, and a type cannot be inferred from itself.
export interface ParallelStep {
  id: string;
  description?: string | undefined;
  next?: string | undefined;
  kind: 'parallel';
  branches: { id: string; steps: Step[] }[];
}

/**
 * Runs its branches at the same time and goes on when all are done. What the steps of the branches give is read by
 * later steps as usual; the branches cannot read one another.
 */
export const parallelStep = z.strictObject({
  ...flow,
  kind: z.literal('parallel'),
  branches: z
    .array(
      z.strictObject({
        id: name,
        steps: z.lazy((): z.ZodType<Step[]> => z.array(step).min(1, 'needs at least one step')),
      }),
    )
    .min(1, 'needs at least one branch'),
});
