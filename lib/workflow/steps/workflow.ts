import * as z from 'zod';
import { missingTimeout } from '../checks/missing-timeout.ts';
import {
  compensate,
  duration,
  EFFECTS,
  flow,
  label,
  name,
  policy,
  schemaOrFile,
  templates,
  version,
} from './common.ts';

/**
 * Starts another workflow of the deployment, pinned to a version, as a run of its own. By default it waits for that run,
 * and its output is the output of the run; one that is rejected fails the step with `ChildRejected`, any other end with
 * `ChildFailed`. With `wait: false` its output is `{run}`.
 */
export const workflowStep = z
  .strictObject({
    ...flow,
    kind: z.literal('workflow'),
    workflow: name,
    version,
    input: templates.optional(),
    wait: z.boolean().default(true),
    /** Of the wait; the child is stopped when it passes. */
    timeout: duration.optional(),
    output: schemaOrFile.optional(),
    /** What the other run leaves in the world. By default `reversible`, which asks for `compensate`. */
    effect: z.enum(EFFECTS).optional(),
    compensate: compensate.optional(),
    /** Labels of data that it may be handed. */
    sees: z.array(label).default([]),
    policy: policy.optional(),
  })
  .refine((step) => !step.wait || step.timeout !== undefined, {
    params: { code: missingTimeout.code },
    message: 'waits for another run, and needs a timeout',
    path: ['timeout'],
  });
export type WorkflowStep = z.infer<typeof workflowStep>;
