import * as z from 'zod';
import { duration, expression, flow, name } from './common.ts';

export const waitStep = z
  .strictObject({
    ...flow,
    kind: z
      .literal('wait')
      .describe('Waits for a time, or until one: `until` is an expression that gives an ISO 8601 time with an offset.'),
    for: duration.optional().describe('How long.'),
    until: expression
      .optional()
      .describe('An expression that gives a time with an offset, such as 2026-12-31T09:00:00Z.'),
    calendar: name
      .optional()
      .describe('A calendar of the file: `for` counts its open hours only, and `until` becomes the next open moment.'),
  })
  .refine((step) => (step.for === undefined) !== (step.until === undefined), "must have either 'for' or 'until'");
export type WaitStep = z.infer<typeof waitStep>;
