import * as z from 'zod';
import { duration, flow, policy, role, schemaOrFile, template } from './common.ts';

/** Waits for a person. Its output is `{decision, fields, by, at, comment}`; a rejection fails the step with `Rejected`. */
export const approvalStep = z.strictObject({
  ...flow,
  kind: z.literal('approval'),
  title: z.string(),
  /** Why a person is asked. Shown, and part of what the decision is bound to. */
  reason: template,
  show: z
    .strictObject({ document: template.optional(), fields: template.optional(), confidence: template.optional() })
    .optional(),
  /** What the approver may correct. */
  form: schemaOrFile.optional(),
  approvers: role,
  /** When it passes, the first escalation goes out. */
  sla: duration,
  escalate: z.array(z.strictObject({ after: duration, to: role })).default([]),
  /** Then the step fails with `Expired`. */
  timeout: duration,
  policy: policy.optional(),
});
export type ApprovalStep = z.infer<typeof approvalStep>;
