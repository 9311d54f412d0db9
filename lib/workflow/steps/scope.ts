import * as z from 'zod';
import { type Step, step } from '../schema.ts';
import { duration, errors, flow } from './common.ts';

// By hand, as `ParallelStep` is: a type cannot be inferred from itself.
export interface ScopeStep {
  id: string;
  description?: string | undefined;
  next?: string | undefined;
  kind: 'scope';
  steps: Step[];
  deadline?: string | undefined;
  onError: ScopeHandler[];
}

/** The first handler that names the error takes it. */
export interface ScopeHandler {
  errors: 'any' | string[];
  undo: boolean;
  steps: Step[];
  outcome: 'continue' | 'fail';
}

const steps = z.lazy((): z.ZodType<Step[]> => z.array(step));

const handler = z.strictObject({
  errors,
  /** Compensations of the completed steps of this scope, newest first. */
  undo: z.boolean().default(true),
  /** They see `$error` {name, message, step}. */
  steps: steps.default([]),
  /** `continue`: the run goes on behind the scope. `fail`: the error goes on to whoever is around. */
  outcome: z.enum(['continue', 'fail']).default('fail'),
});

/**
 * Steps that belong together: a saga of its own, with its own answer to errors and its own deadline. Its steps are read by
 * later ones as if it were not there. An error that no handler of it takes goes on to whoever is around.
 */
export const scopeStep = z.strictObject({
  ...flow,
  kind: z.literal('scope'),
  steps: steps.refine((list) => list.length > 0, 'needs at least one step'),
  /** Of all of it together; when it passes, the scope fails with `DeadlineExceeded`. */
  deadline: duration.optional(),
  onError: z.array(handler).default([]),
});
