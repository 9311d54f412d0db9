import * as z from 'zod';

/** What Step Functions sends to the function of a step (docs/architecture.md). */
export const stepPayload = z.strictObject({
  run: z.object({
    id: z.string().min(1),
    workflow: z.string().min(1),
    startedAt: z.string(),
    /** ARN of the state machine version. */
    machine: z.string(),
  }),
  step: z.string().min(1),
  /** Which pass of the maps and loops around the step: item or round of each, from 0, outermost first. */
  at: z
    .string()
    .regex(/^\d+(\.\d+)*$/, 'must be numbers joined by dots, such as 3.0')
    .optional(),
  /** Of a step in a map: the item that it is about, where its compensation asks for it. */
  item: z.unknown().optional(),
  /** How often Step Functions has tried before. */
  attempt: z.number().int().min(0).default(0),
  input: z.unknown(),
  /** Evaluated context of the policy request. */
  policy: z.record(z.string(), z.unknown()).default({}),
  taskToken: z.string().optional(),
  /**
   * Only an undo says so: nobody knows whether the step has acted, and it is to be found out, so that it can be taken
   * back. A probe asks and does nothing; a target that knows keys is asked again under the same one.
   */
  settle: z.literal(true).optional(),
});

export type StepPayload = z.infer<typeof stepPayload>;
