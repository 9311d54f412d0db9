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

export const workflowStep = z
  .strictObject({
    ...flow,
    kind: z
      .literal('workflow')
      .describe(
        'Starts another workflow of the deployment, pinned to a version, as a run of its own. By default it waits for that run, and its output is the output of the run; one that is rejected fails the step with `ChildRejected`, any other end with `ChildFailed`. With `wait: false` its output is `{run}`.',
      ),
    workflow: name.describe('Name of the other workflow.'),
    version: version.describe('Exactly this version of it.'),
    input: templates.optional().describe('What it is handed: an object of texts, numbers and expressions.'),
    wait: z
      .boolean()
      .default(true)
      .describe('Whether to wait for the end of the other run. If not, the output is `{run}`.'),
    timeout: duration.optional().describe('Of the wait; the child is stopped when it passes.'),
    output: schemaOrFile
      .optional()
      .describe('The JSON Schema of the output of the other run, or the path of a file that holds one.'),
    effect: z
      .enum(EFFECTS)
      .optional()
      .describe('What the other run leaves in the world. By default `reversible`, which asks for `compensate`.'),
    compensate: compensate
      .optional()
      .describe('What takes the effect of the other run back when a later step fails for good.'),
    sees: z.array(label).default([]).describe('Labels of data that it may be handed.'),
    policy: policy.optional().describe('What the Cedar policies are asked before it happens.'),
  })
  .refine((step) => !step.wait || step.timeout !== undefined, {
    params: { code: missingTimeout.code },
    message: 'waits for another run, and needs a timeout',
    path: ['timeout'],
  });
export type WorkflowStep = z.infer<typeof workflowStep>;
