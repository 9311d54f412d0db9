import * as z from 'zod';
import { type Step, step } from '../schema.ts';
import { duration, expression, flow } from './common.ts';

// By hand, as `ParallelStep` is: a type cannot be inferred from itself.
export interface LoopStep {
  id: string;
  description?: string | undefined;
  next?: string | undefined;
  kind: 'loop';
  max: number;
  until: string;
  every?: string | undefined;
  exhausted: 'fail' | 'continue';
  steps: Step[];
}

export const loopStep = z.strictObject({
  ...flow,
  kind: z
    .literal('loop')
    .describe(
      'Runs its steps until an expression is true after a round, and never more often than `max`. Its steps see `$index`, the round from 0; later steps read what the last round gave. Its own output is `{rounds, done}`.',
    ),
  max: z.int().min(1).max(10_000).describe('Rounds, at most.'),
  until: expression.describe('Asked after each round; sees the steps inside.'),
  every: duration.optional().describe('Pause between two rounds.'),
  exhausted: z
    .enum(['fail', 'continue'])
    .default('fail')
    .describe(
      'What happens when the last round is over and `until` is still false: the step fails with `LoopExhausted`, or goes on.',
    ),
  steps: z
    .lazy((): z.ZodType<Step[]> => z.array(step).min(1, 'needs at least one step'))
    .describe('The steps of one round.'),
});
