import * as z from 'zod';
import { type Step, step } from '../schema.ts';
import { expression, flow, type Template, template } from './common.ts';

// By hand, as `ParallelStep` is: a type cannot be inferred from itself.
export interface MapStep {
  id: string;
  description?: string | undefined;
  next?: string | undefined;
  kind: 'map';
  items: string;
  maxItems?: number | undefined;
  mode?: 'inline' | 'distributed' | undefined;
  batch?: number | undefined;
  concurrency?: number | undefined;
  tolerate?: { failures: number } | { percent: number } | undefined;
  steps: Step[];
  output?: Template | undefined;
}

/**
 * Runs its steps once for each item of a list, which they see as `$item` and `$index`. Its output is the list of what
 * `output` gives for each item that succeeded, in the order of the items. Its steps are read inside only.
 */
export const mapStep = z.strictObject({
  ...flow,
  kind: z.literal('map'),
  /** Gives a list. */
  items: expression,
  /** The most that there may be. Needed where the schema of the items does not say. A longer list fails with `TooManyItems`. */
  maxItems: z.int().min(1).max(10_000_000).optional(),
  /** By default inline, unless the items, their failures or the history ask for executions of their own. */
  mode: z.enum(['inline', 'distributed']).optional(),
  /** Items that one execution of a distributed map takes, one after the other. */
  batch: z.int().min(1).max(1000).optional(),
  /** At the same time, at most. By default what the rate limits of the tools allow, and 40 at most when inline. */
  concurrency: z.int().min(1).max(10_000).optional(),
  /** Items that may fail without failing the map: so many, or so many of a hundred. Each goes to the exception queue. */
  tolerate: z
    .union(
      [z.strictObject({ failures: z.int().min(0) }), z.strictObject({ percent: z.number().min(0).max(100) })],
      'must be { failures: 3 } or { percent: 5 }',
    )
    .optional(),
  steps: z.lazy((): z.ZodType<Step[]> => z.array(step).min(1, 'needs at least one step')),
  /** Of one item, over `$item`, `$index` and the steps inside. By default the output of the last step. */
  output: template.optional(),
});
