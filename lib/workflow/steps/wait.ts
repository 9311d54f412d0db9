import * as z from 'zod';
import { duration, expression, flow, name } from './common.ts';

/** Waits for a time, or until one: `until` is an expression that gives an ISO 8601 time with an offset. */
export const waitStep = z
  .strictObject({
    ...flow,
    kind: z.literal('wait'),
    for: duration.optional(),
    until: expression.optional(),
    /** A calendar of the file: `for` counts its open hours only, and `until` becomes the next open moment. */
    calendar: name.optional(),
  })
  .refine((step) => (step.for === undefined) !== (step.until === undefined), "must have either 'for' or 'until'");
export type WaitStep = z.infer<typeof waitStep>;
