import * as z from 'zod';
import { calendar } from '../calendar/schema.ts';
import { ASSETS } from './resources.ts';
import { type AgentStep, agentStep } from './steps/agent.ts';
import { type ApprovalStep, approvalStep } from './steps/approval.ts';
import { type ChoiceStep, choiceStep } from './steps/choice.ts';
import {
  duration,
  EFFECTS,
  errors,
  expression,
  grant,
  insteadOfType,
  jsonSchema,
  label,
  name,
  retries,
  template,
  version,
} from './steps/common.ts';
import { type DecisionStep, decisionStep } from './steps/decision.ts';
import { type EmitStep, emitStep } from './steps/emit.ts';
import { type LoopStep, loopStep } from './steps/loop.ts';
import { type MapStep, mapStep } from './steps/map.ts';
import { type ParallelStep, parallelStep } from './steps/parallel.ts';
import { type ScopeStep, scopeStep } from './steps/scope.ts';
import { type SignalStep, signalStep } from './steps/signal.ts';
import { type TeamStep, teamStep } from './steps/team.ts';
import { type ToolStep, toolStep } from './steps/tool.ts';
import { type WaitStep, waitStep } from './steps/wait.ts';
import { type WorkflowStep, workflowStep } from './steps/workflow.ts';

/** The kinds of step, each with its type. A new kind is a file in `steps/`, a row here and a row in `STEP_KINDS`. */
export interface StepTypes {
  tool: ToolStep;
  agent: AgentStep;
  team: TeamStep;
  decision: DecisionStep;
  approval: ApprovalStep;
  choice: ChoiceStep;
  parallel: ParallelStep;
  map: MapStep;
  loop: LoopStep;
  scope: ScopeStep;
  wait: WaitStep;
  signal: SignalStep;
  emit: EmitStep;
  workflow: WorkflowStep;
}
export type StepKind = keyof StepTypes;
export type Step = StepTypes[StepKind];

export const STEP_KINDS = [
  'tool',
  'agent',
  'team',
  'decision',
  'approval',
  'choice',
  'parallel',
  'map',
  'loop',
  'scope',
  'wait',
  'signal',
  'emit',
  'workflow',
] as const satisfies StepKind[];

// Lazy, because some steps hold steps, and their modules are half loaded when this one runs first.
export const step: z.ZodType<Step> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    toolStep,
    agentStep,
    teamStep,
    decisionStep,
    approvalStep,
    choiceStep,
    parallelStep,
    mapStep,
    loopStep,
    scopeStep,
    waitStep,
    signalStep,
    emitStep,
    workflowStep,
  ]),
);

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
  idempotency: z
    .union(
      [z.strictObject({ key: expression }), z.strictObject({ verify: z.literal(true) })],
      "must be either { key: '{% $input.id %}' } or { verify: true }",
    )
    .optional(),
  /** By default `none` without write, append, delete, send or call grants, else `reversible`. */
  effect: z.enum(EFFECTS).optional(),
  retry: retries.optional(),
  /** What an error of the handler means: `Busy: retryable`. A name that is not here is terminal. */
  errors: z.record(z.string(), z.enum(['terminal', 'retryable', 'ambiguous', 'paused'])).default({}),
  /** Calls a second, at most, that the other side bears. Bounds how many a map makes at the same time. */
  rate: z
    .strictObject({ perSecond: z.number().positive() }, insteadOfType('must be such as { perSecond: 5 }'))
    .optional(),
  /** Labels of data that it may be handed. */
  sees: z.array(label).default([]),
  /** Labels that its output is free of, whatever it was handed. */
  redacts: z.array(label).default([]),
  /** AWS regions in which it may run. By default any. */
  regions: z.array(z.string()).optional(),
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
  errors,
  undo: z.boolean().default(true),
  /** They see `$error` {name, message, step}. */
  steps: z.array(step).default([]),
  outcome: z.enum(['rejected', 'exception']),
});
export type ErrorHandler = z.infer<typeof errorHandler>;

const budget = z.strictObject({
  /** US dollars. */
  cost: z.number().positive().optional(),
  tokens: z.int().min(1).optional(),
  latency: duration.optional(),
});

/** Its address and its credentials are a secret of the deployment, which only the tools that may call it can read. */
const system = z.strictObject({
  description: z.string(),
  /** Where it keeps what it is told, such as eu: what carries another residency label may not be sent there. */
  residency: name.optional(),
});

/** A workflow file. */
export const workflow = z.strictObject({
  apiVersion: z.literal('countersign/v1'),
  name,
  version,
  description: z.string().optional(),
  deadline: duration,
  trigger: trigger.optional(),
  /** What a run may cost and take in the worst case; a file whose worst path is above it is refused. */
  budget: budget.optional(),
  calendars: z.record(name, calendar).default({}),
  /** External systems, which tools may be granted to `call`. */
  systems: z.record(name, system).default({}),
  input: jsonSchema.optional(),
  tools: z.record(name, tool).default({}),
  steps: z.array(step).min(1, 'needs at least one step'),
  output: template.optional(),
  /** Labels of data that the output of the run may hold. */
  discloses: z.array(label).default([]),
  onError: z.array(errorHandler).default([]),
});
export type Workflow = z.infer<typeof workflow>;
