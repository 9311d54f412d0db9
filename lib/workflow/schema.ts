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
  handler: z.string().describe('Path of the TypeScript module that exports it as `handler`.'),
  description: z.string().optional().describe('What it is for. Nobody but people reads it.'),
  timeout: duration.describe('Of one attempt.'),
  memory: z.int().min(128).max(10_240).default(512).describe('MB.'),
  input: jsonSchema.describe('JSON Schema of what it is handed.'),
  output: jsonSchema.optional().describe('JSON Schema of what it gives.'),
  idempotency: z
    .union(
      [
        z.strictObject({ key: expression.describe('Over `$input`: the same text for the same effect.') }),
        z.strictObject({
          verify: z
            .literal(true)
            .describe('The handler exports a probe, `verify`, which says whether the effect has happened.'),
        }),
      ],
      "must be either { key: '{% $input.id %}' } or { verify: true }",
    )
    .optional()
    .describe(
      "`key`: sent downstream, over `$input`, the tool's own input. `verify`: the handler exports a probe of that name.",
    ),
  effect: z
    .enum(EFFECTS)
    .optional()
    .describe('By default `none` without write, append, delete, send or call grants, else `reversible`.'),
  retry: retries.optional().describe('When to try again: one policy, or one for each class of errors.'),
  errors: z
    .record(z.string(), z.enum(['terminal', 'retryable', 'ambiguous', 'paused']))
    .default({})
    .describe('What an error of the handler means: `Busy: retryable`. A name that is not here is terminal.'),
  rate: z
    .strictObject(
      { perSecond: z.number().positive().describe('Calls a second.') },
      insteadOfType('must be such as { perSecond: 5 }'),
    )
    .optional()
    .describe('Calls a second, at most, that the other side bears. Bounds how many a map makes at the same time.'),
  sees: z.array(label).default([]).describe('Labels of data that it may be handed.'),
  redacts: z.array(label).default([]).describe('Labels that its output is free of, whatever it was handed.'),
  regions: z.array(z.string()).optional().describe('AWS regions in which it may run. By default any.'),
  grants: z
    .array(grant)
    .default([])
    .describe('What its role may do, and nothing else: one access and one resource each.'),
  assets: z.array(z.enum(ASSETS)).default([]).describe('What the bundle carries beside the code.'),
});
export type Tool = z.infer<typeof tool>;

const trigger = z.union(
  [
    z.strictObject({
      objectCreated: z
        .strictObject({
          bucket: z.string().describe('A bucket of the deployment.'),
          prefix: z.string().optional().describe('Only objects whose key begins so.'),
        })
        .describe('An object has been put into a bucket of the deployment.'),
    }),
    z.strictObject({
      event: z
        .strictObject({
          source: z.string().describe('Source of the event.'),
          'detail-type': z.string().describe('Type of the event.'),
        })
        .describe('An event of the default bus.'),
    }),
    z.strictObject({ schedule: z.string().describe('A schedule of EventBridge Scheduler, such as rate(1 day).') }),
  ],
  'must be one of objectCreated, event and schedule',
);

/** The first handler that names the error takes it. What nobody takes is undone and goes to the exception queue. */
const errorHandler = z.strictObject({
  errors: errors.describe('Names of the errors that it takes, or `any`.'),
  undo: z.boolean().default(true).describe('Whether what was done is taken back first, newest first.'),
  steps: z.array(step).default([]).describe('They see `$error` {name, message, step}.'),
  outcome: z.enum(['rejected', 'exception']).describe('How the run ends: rejected, or in the exception queue.'),
});
export type ErrorHandler = z.infer<typeof errorHandler>;

const budget = z.strictObject({
  cost: z.number().positive().optional().describe('US dollars.'),
  tokens: z.int().min(1).optional().describe('Tokens of all models together.'),
  latency: duration.optional().describe('Time from start to end.'),
});

/** Its address and its credentials are a secret of the deployment, which only the tools that may call it can read. */
const system = z.strictObject({
  description: z.string().describe('What it is, for whoever grants access to it.'),
  residency: name
    .optional()
    .describe(
      'Where it keeps what it is told, such as eu: what carries another residency label may not be sent there.',
    ),
});

/** A workflow file. */
export const workflow = z.strictObject({
  apiVersion: z.literal('countersign/v1').describe('The version of this language.'),
  name: name.describe('Name of the workflow, kebab-case.'),
  version: version.describe('Version of the workflow, such as 1.0.0.'),
  description: z.string().optional().describe('What it is for. Nobody but people reads it.'),
  deadline: duration.describe('Of the whole run; then it is undone and fails.'),
  trigger: trigger.optional().describe('What starts a run, beside the API.'),
  budget: budget
    .optional()
    .describe('What a run may cost and take in the worst case; a file whose worst path is above it is refused.'),
  calendars: z.record(name, calendar).default({}).describe('Opening hours that waits and approvals may count in.'),
  systems: z.record(name, system).default({}).describe('External systems, which tools may be granted to `call`.'),
  input: jsonSchema.optional().describe('JSON Schema of what a run is started with.'),
  tools: z.record(name, tool).default({}).describe('What steps may call, by name.'),
  steps: z.array(step).min(1, 'needs at least one step').describe('The flow: what happens, one after the other.'),
  output: template.optional().describe('What the run gives: a value, or an object of texts, numbers and expressions.'),
  discloses: z.array(label).default([]).describe('Labels of data that the output of the run may hold.'),
  onError: z
    .array(errorHandler)
    .default([])
    .describe('What happens when a step fails for good. The first handler that names the error takes it.'),
});
export type Workflow = z.infer<typeof workflow>;
