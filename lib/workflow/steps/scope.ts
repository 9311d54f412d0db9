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
  errors: errors.describe('Names of the errors that it takes, or `any`.'),
  undo: z.boolean().default(true).describe('Compensations of the completed steps of this scope, newest first.'),
  steps: steps.default([]).describe('They see `$error` {name, message, step}.'),
  outcome: z
    .enum(['continue', 'fail'])
    .default('fail')
    .describe('`continue`: the run goes on behind the scope. `fail`: the error goes on to whoever is around.'),
});

export const scopeStep = z.strictObject({
  ...flow,
  kind: z
    .literal('scope')
    .describe(
      'Steps that belong together: a saga of its own, with its own answer to errors and its own deadline. Its steps are read by later ones as if it were not there. An error that no handler of it takes goes on to whoever is around.',
    ),
  steps: steps.refine((list) => list.length > 0, 'needs at least one step').describe('The steps of the scope.'),
  deadline: duration
    .optional()
    .describe('Of all of it together; when it passes, the scope fails with `DeadlineExceeded`.'),
  onError: z
    .array(handler)
    .default([])
    .describe('What happens when a step of the scope fails for good: the first handler that names the error takes it.'),
});
