import * as z from 'zod';
import { duration, flow, policy, templates } from './common.ts';

/** Puts an event on the deployment's bus, once. */
export const emitStep = z.strictObject({
  ...flow,
  kind: z.literal('emit'),
  event: z
    .string()
    .regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/, 'must be dotted small letters, such as document.archived'),
  detail: templates.optional(),
  timeout: duration.default('30s'),
  policy: policy.optional(),
});
export type EmitStep = z.infer<typeof emitStep>;
