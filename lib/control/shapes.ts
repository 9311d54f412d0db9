/** What the API shows. One schema a thing; the OpenAPI description and the types come from here. */
import * as z from 'zod';

export const page = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z.string().optional().meta({ description: 'Pass as `cursor` for the page after this one.' }),
  });

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(1000).optional(),
});

export const runStatus = z.enum(['REQUESTED', 'RUNNING', 'SUCCEEDED', 'REJECTED', 'EXCEPTED', 'STOPPED']);

const reason = z.object({ name: z.string(), message: z.string(), step: z.string().nullish() });

export const runSummary = z.object({
  id: z.string(),
  workflow: z.string(),
  version: z.string(),
  status: runStatus,
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  reason: reason.optional(),
});

export const stepView = z.object({
  step: z.string(),
  at: z.string().optional().meta({ description: 'Of a step in a map or loop: which pass, from 0, outermost first.' }),
  child: z.string().optional().meta({ description: 'The run of another workflow that it waits for.' }),
  kind: z.string(),
  status: z.enum(['WAITING', 'INTENT', 'DONE', 'FAILED', 'UNDONE']),
  attempt: z.number().int().optional(),
  reason: reason.optional(),
});

export const run = runSummary.extend({
  input: z.unknown(),
  output: z.unknown().optional(),
  parent: z
    .object({ run: z.string(), workflow: z.string(), step: z.string(), at: z.string().optional() })
    .optional()
    .meta({ description: 'The step of another run that has asked for this one.' }),
  steps: z.array(stepView),
  audit: z.object({ entries: z.number().int(), head: z.string() }),
});

export const auditEntry = z.object({
  seq: z.number().int(),
  type: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
  subject: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
  hash: z.string(),
});

export const graph = z.object({
  nodes: z.array(
    z.object({ id: z.string(), kind: z.string(), description: z.string().optional(), status: z.string() }).loose(),
  ),
  edges: z.array(z.object({ from: z.string(), to: z.string(), label: z.string().optional() })),
});

export const workflow = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string().optional(),
  digest: z.string(),
  input: z.unknown().optional(),
});

export const approvalStatus = z.enum(['PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'WITHDRAWN']);

export const approvalSummary = z.object({
  id: z.string().meta({ description: '`<run>.<approval>`' }),
  run: z.string(),
  workflow: z.string(),
  step: z.string(),
  status: approvalStatus,
  title: z.string(),
  reason: z.string(),
  openedAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  roles: z.array(z.string()),
});

export const approval = approvalSummary.extend({
  digest: z.string().meta({ description: 'Of exactly what is shown here; a decision must carry it.' }),
  fields: z.unknown().optional(),
  confidence: z.unknown().optional(),
  recommendation: z.unknown().optional().meta({ description: 'What a rule or a model advises.' }),
  evidence: z.unknown().optional().meta({ description: 'What that rests on.' }),
  document: z.unknown().optional(),
  form: z.unknown().optional(),
  escalations: z.array(z.object({ at: z.iso.datetime(), role: z.string(), sentAt: z.iso.datetime().optional() })),
  decision: z.unknown().optional(),
});
