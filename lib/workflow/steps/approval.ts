import * as z from 'zod';
import { duration, flow, name, policy, role, schemaOrFile, template } from './common.ts';

/** Waits for a person. Its output is `{decision, fields, by, at, comment}`; a rejection fails the step with `Rejected`. */
export const approvalStep = z.strictObject({
  ...flow,
  kind: z.literal('approval'),
  title: z.string(),
  /** Why a person is asked. Shown, and part of what the decision is bound to. */
  reason: template,
  show: z
    .strictObject({
      document: template.optional(),
      fields: template.optional(),
      confidence: template.optional(),
      /** What a rule or a model advises, and what that rests on: shown apart from the facts. */
      recommendation: template.optional(),
      evidence: template.optional(),
    })
    .optional(),
  /** What the approver may correct. */
  form: schemaOrFile.optional(),
  approvers: role,
  /**
   * Separation of duties: whoever did one of these may not decide, nor may their delegate. `initiator` is who started
   * the run; a step is an approval (who decided it) or an agent (who owns it).
   */
  separateFrom: z.array(z.string()).default([]),
  /** A calendar of the file: `sla`, `after` and `timeout` count its open hours only. */
  calendar: name.optional(),
  /** When it passes, the first escalation goes out. */
  sla: duration,
  escalate: z.array(z.strictObject({ after: duration, to: role })).default([]),
  /** Then the step fails with `Expired`. */
  timeout: duration,
  policy: policy.optional(),
});
export type ApprovalStep = z.infer<typeof approvalStep>;
