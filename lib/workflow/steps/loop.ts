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

/**
 * Runs its steps until an expression is true after a round, and never more often than `max`. Its steps see `$index`, the
 * round from 0; later steps read what the last round gave. Its own output is `{rounds, done}`.
 */
export const loopStep = z.strictObject({
  ...flow,
  kind: z.literal('loop'),
  /** Rounds, at most. */
  max: z.int().min(1).max(10_000),
  /** Asked after each round; sees the steps inside. */
  until: expression,
  /** Pause between two rounds. */
  every: duration.optional(),
  /** What happens when the last round is over and `until` is still false: the step fails with `LoopExhausted`, or goes on. */
  exhausted: z.enum(['fail', 'continue']).default('fail'),
  steps: z.lazy((): z.ZodType<Step[]> => z.array(step).min(1, 'needs at least one step')),
});
