import * as z from 'zod';
import { dotted, duration, flow, policy, templates } from './common.ts';

/** Puts an event on the deployment's bus, once. */
export const emitStep = z.strictObject({
  ...flow,
  kind: z.literal('emit'),
  event: dotted('document.archived'),
  detail: templates.optional(),
  timeout: duration.default('30s'),
  policy: policy.optional(),
});
export type EmitStep = z.infer<typeof emitStep>;
