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

export const mapStep = z.strictObject({
  ...flow,
  kind: z
    .literal('map')
    .describe(
      'Runs its steps once for each item of a list, which they see as `$item` and `$index`. Its output is the list of what `output` gives for each item that succeeded, in the order of the items. Its steps are read inside only.',
    ),
  items: expression.describe('Gives a list.'),
  maxItems: z
    .int()
    .min(1)
    .max(10_000_000)
    .optional()
    .describe(
      'The most that there may be. Needed where the schema of the items does not say. A longer list fails with `TooManyItems`.',
    ),
  mode: z
    .enum(['inline', 'distributed'])
    .optional()
    .describe('By default inline, unless the items, their failures or the history ask for executions of their own.'),
  batch: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('Items that one execution of a distributed map takes, one after the other.'),
  concurrency: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe(
      'At the same time, at most. By default what the rate limits of the tools allow, and 40 at most when inline.',
    ),
  tolerate: z
    .union(
      [
        z.strictObject({ failures: z.int().min(0).describe('So many items may fail.') }),
        z.strictObject({ percent: z.number().min(0).max(100).describe('So many of a hundred items may fail.') }),
      ],
      'must be { failures: 3 } or { percent: 5 }',
    )
    .optional()
    .describe(
      'Items that may fail without failing the map: so many, or so many of a hundred. Each goes to the exception queue.',
    ),
  steps: z
    .lazy((): z.ZodType<Step[]> => z.array(step).min(1, 'needs at least one step'))
    .describe('The steps for one item.'),
  output: template
    .optional()
    .describe('Of one item, over `$item`, `$index` and the steps inside. By default the output of the last step.'),
});
