import * as z from 'zod';
import { dotted, duration, flow, policy, schemaOrFile, template } from './common.ts';

/**
 * Waits for a signal from outside, by its name and key. One that came before anybody waited was kept, and is taken at
 * once. Its output is the body of the signal; when none has come in time the step fails with `Expired`.
 */
export const signalStep = z.strictObject({
  ...flow,
  kind: z.literal('signal'),
  signal: dotted('payment.received'),
  /** What the sender and the run both know, such as an order number. */
  key: template,
  timeout: duration,
  /** Where a machine holds the task: the longest time between two signs of life from it; then the step fails with `Expired`. */
  heartbeat: duration.optional(),
  /** What the body must be; one that is not is refused at the door, and kept nowhere. */
  output: schemaOrFile.optional(),
  policy: policy.optional(),
});
export type SignalStep = z.infer<typeof signalStep>;
