import * as z from 'zod';
import { dotted, duration, flow, policy, schemaOrFile, template } from './common.ts';

export const signalStep = z.strictObject({
  ...flow,
  kind: z
    .literal('signal')
    .describe(
      'Waits for a signal from outside, by its name and key. One that came before anybody waited was kept, and is taken at once. Its output is the body of the signal; when none has come in time the step fails with `Expired`.',
    ),
  signal: dotted('payment.received').describe('Name of the signal, dotted: payment.received.'),
  key: template.describe('What the sender and the run both know, such as an order number.'),
  timeout: duration.describe('How long to wait; then the step fails with `Expired`.'),
  heartbeat: duration
    .optional()
    .describe(
      'Where a machine holds the task: the longest time between two signs of life from it; then the step fails with `Expired`.',
    ),
  output: schemaOrFile
    .optional()
    .describe('What the body must be; one that is not is refused at the door, and kept nowhere.'),
  policy: policy.optional().describe('What the Cedar policies are asked before it happens.'),
});
export type SignalStep = z.infer<typeof signalStep>;
