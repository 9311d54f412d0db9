import * as z from 'zod';
import { ASSETS } from './resources.ts';
import { type AgentStep, agentStep } from './steps/agent.ts';
import { type ApprovalStep, approvalStep } from './steps/approval.ts';
import { type ChoiceStep, choiceStep } from './steps/choice.ts';
import { duration, expression, grant, jsonSchema, name, retry, template } from './steps/common.ts';
import { type EmitStep, emitStep } from './steps/emit.ts';
import { type ParallelStep, parallelStep } from './steps/parallel.ts';
import { type ToolStep, toolStep } from './steps/tool.ts';
import { type WaitStep, waitStep } from './steps/wait.ts';

/** The kinds of step, each with its type. A new kind is a file in `steps/`, a row here and a row in `STEP_KINDS`. */
export interface StepTypes {
  tool: ToolStep;
  agent: AgentStep;
  approval: ApprovalStep;
  choice: ChoiceStep;
  parallel: ParallelStep;
  wait: WaitStep;
  emit: EmitStep;
}
export type StepKind = keyof StepTypes;
export type Step = StepTypes[StepKind];

export const STEP_KINDS = [
  'tool',
  'agent',
  'approval',
  'choice',
  'parallel',
  'wait',
  'emit',
] as const satisfies StepKind[];

// Lazy, because a parallel step holds steps, and its module is half loaded when this one runs first.
export const step: z.ZodType<Step> = z.lazy(() =>
  z.discriminatedUnion('kind', [toolStep, agentStep, approvalStep, choiceStep, parallelStep, waitStep, emitStep]),
);

/**
 * What a tool leaves in the world, and so what `compensation-missing` asks for. By default `none` for a tool without
 * write, append or send grants, and `reversible` for any other.
 *
 * `additive`: only things named by their content, or otherwise harmless to leave. `irreversible`: cannot be taken back.
 */
export const EFFECTS = ['none', 'additive', 'reversible', 'irreversible'] as const;

/** What a step may call: a handler with its contract, its limits and its permissions. */
export const tool = z.strictObject({
  handler: z.string(),
  description: z.string().optional(),
  timeout: duration,
  /** MB. */
  memory: z.int().min(128).max(10_240).default(512),
  input: jsonSchema,
  output: jsonSchema.optional(),
  /** `key`: sent downstream, over `$input`, the tool's own input. `verify`: the handler exports a probe of that name. */
  idempotency: z.union([z.strictObject({ key: expression }), z.strictObject({ verify: z.literal(true) })]).optional(),
  effect: z.enum(EFFECTS).optional(),
  retry: retry.optional(),
  grants: z.array(grant).default([]),
  /** What the bundle carries beside the code. */
  assets: z.array(z.enum(ASSETS)).default([]),
});
export type Tool = z.infer<typeof tool>;

const trigger = z.union(
  [
    z.strictObject({ objectCreated: z.strictObject({ bucket: z.string(), prefix: z.string().optional() }) }),
    z.strictObject({ event: z.strictObject({ source: z.string(), 'detail-type': z.string() }) }),
    z.strictObject({ schedule: z.string() }),
  ],
  'must be one of objectCreated, event and schedule',
);

/** The first handler that names the error takes it. What nobody takes is undone and goes to the exception queue. */
const errorHandler = z.strictObject({
  errors: z.union([z.literal('any'), z.array(z.string()).min(1)], "must be 'any' or a list of error names"),
  undo: z.boolean().default(true),
  /** They see `$error` {name, message, step}. */
  steps: z.array(step).default([]),
  outcome: z.enum(['rejected', 'exception']),
});
export type ErrorHandler = z.infer<typeof errorHandler>;

/** A workflow file. */
export const workflow = z.strictObject({
  apiVersion: z.literal('countersign/v1'),
  name,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'must be a version such as 1.0.0'),
  description: z.string().optional(),
  deadline: duration,
  trigger: trigger.optional(),
  input: jsonSchema.optional(),
  tools: z.record(name, tool).default({}),
  steps: z.array(step).min(1, 'needs at least one step'),
  output: template.optional(),
  onError: z.array(errorHandler).default([]),
});
export type Workflow = z.infer<typeof workflow>;
