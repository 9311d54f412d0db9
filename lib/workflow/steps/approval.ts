import * as z from 'zod';
import { duration, flow, name, policy, role, schemaOrFile, template } from './common.ts';

export const approvalStep = z.strictObject({
  ...flow,
  kind: z
    .literal('approval')
    .describe(
      'Waits for a person. Its output is `{decision, fields, by, at, comment}`; a rejection fails the step with `Rejected`.',
    ),
  title: z.string().describe('What is asked, in a line: the subject of the mail.'),
  reason: template.describe('Why a person is asked. Shown, and part of what the decision is bound to.'),
  show: z
    .strictObject({
      document: template.optional().describe('The document in question: an image, or a list of them.'),
      fields: template.optional().describe('The facts, as an object.'),
      confidence: template.optional().describe('How sure the source of the facts is, by field.'),
      recommendation: template
        .optional()
        .describe('What a rule or a model advises, and what that rests on: shown apart from the facts.'),
      evidence: template.optional().describe('What the recommendation rests on.'),
    })
    .optional()
    .describe('What the approver sees. The decision is bound to the digest of exactly this.'),
  form: schemaOrFile.optional().describe('What the approver may correct.'),
  approvers: role.describe('Who may decide.'),
  separateFrom: z
    .array(z.string())
    .default([])
    .describe(
      'Separation of duties: whoever did one of these may not decide, nor may their delegate. `initiator` is who started the run; a step is an approval (who decided it) or an agent (who owns it).',
    ),
  calendar: name.optional().describe('A calendar of the file: `sla`, `after` and `timeout` count its open hours only.'),
  sla: duration.describe('When it passes, the first escalation goes out.'),
  escalate: z
    .array(
      z.strictObject({
        after: duration.describe('Time since the question was asked.'),
        to: role.describe('Who may decide from then on, too.'),
      }),
    )
    .default([])
    .describe('Who is told next, and when, while nobody has decided.'),
  timeout: duration.describe('Then the step fails with `Expired`.'),
  policy: policy.optional().describe('What the Cedar policies are asked before it happens.'),
});
export type ApprovalStep = z.infer<typeof approvalStep>;
