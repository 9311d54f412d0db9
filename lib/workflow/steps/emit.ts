import * as z from 'zod';
import { dotted, duration, flow, policy, templates } from './common.ts';

export const emitStep = z.strictObject({
  ...flow,
  kind: z.literal('emit').describe("Puts an event on the deployment's bus, once."),
  event: dotted('document.archived').describe('Type of the event, dotted: document.archived.'),
  detail: templates.optional().describe('What the event says.'),
  timeout: duration.default('30s').describe('Of one attempt.'),
  policy: policy.optional().describe('What the Cedar policies are asked before it happens.'),
});
export type EmitStep = z.infer<typeof emitStep>;
