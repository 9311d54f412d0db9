import type * as z from 'zod';
import type { StepKind, StepTypes } from '../workflow/schema.ts';
import type { agentStep } from '../workflow/steps/agent.ts';
import type { approvalStep } from '../workflow/steps/approval.ts';
import type { choiceStep } from '../workflow/steps/choice.ts';
import type { Template as JsonTemplate } from '../workflow/steps/common.ts';
import type { decisionStep } from '../workflow/steps/decision.ts';
import type { emitStep } from '../workflow/steps/emit.ts';
import type { loopStep } from '../workflow/steps/loop.ts';
import type { mapStep } from '../workflow/steps/map.ts';
import type { parallelStep } from '../workflow/steps/parallel.ts';
import type { scopeStep } from '../workflow/steps/scope.ts';
import type { signalStep } from '../workflow/steps/signal.ts';
import type { teamStep } from '../workflow/steps/team.ts';
import type { toolStep } from '../workflow/steps/tool.ts';
import type { waitStep } from '../workflow/steps/wait.ts';
import type { workflowStep } from '../workflow/steps/workflow.ts';
import type { Expr } from './expression.ts';
import type { Schema } from './schemas.ts';
import type { AnyValue, Template } from './values.ts';

/** A kind of step as a file has it: what has a default may be left out. A kind without a row is taken with all of its members. */
interface Written {
  tool: z.input<typeof toolStep>;
  agent: z.input<typeof agentStep>;
  team: z.input<typeof teamStep>;
  decision: z.input<typeof decisionStep>;
  approval: z.input<typeof approvalStep>;
  choice: z.input<typeof choiceStep>;
  parallel: z.input<typeof parallelStep>;
  map: z.input<typeof mapStep>;
  loop: z.input<typeof loopStep>;
  scope: z.input<typeof scopeStep>;
  wait: z.input<typeof waitStep>;
  signal: z.input<typeof signalStep>;
  emit: z.input<typeof emitStep>;
  workflow: z.input<typeof workflowStep>;
}
type WrittenOf<K extends StepKind> = K extends keyof Written ? Written[K] : StepTypes[K];

/** The members of a step of kind `K` as they are written here, but for its id: those that hold expressions take functions of `$`. */
export type Fields<K extends StepKind, $> = {
  [P in keyof WrittenOf<K> as P extends 'id' | 'kind' ? never : P]: Field<WrittenOf<K>[P], P, $>;
};

/** Texts that are names or fixed settings, in whatever kind of step: an expression has no place there. */
type Fixed =
  | Names
  | Durations
  | 'description'
  | 'instructions'
  | 'errors'
  | 'pattern'
  | 'outcome'
  | 'mode'
  | 'calendar'
  | 'separateFrom';
type Names =
  | 'next'
  | 'otherwise'
  | 'tool'
  | 'model'
  | 'approvers'
  | 'to'
  | 'owner'
  | 'event'
  | 'action'
  | 'name'
  | 'id';
type Durations =
  | 'timeout'
  | 'sla'
  | 'after'
  | 'for'
  | 'every'
  | 'deadline'
  | 'heartbeat'
  | 'version'
  | 'workflow'
  | 'signal';

export type Field<V, P, $> = P extends Fixed
  ? V
  : P extends 'output' | 'form'
    ? Exclude<V, object> | Schema
    : P extends 'when'
      ? boolean | string | Expr<boolean> | (($: $) => Expr<boolean>)
      : [JsonTemplate] extends [V]
        ? Template<$> | Extract<V, undefined>
        : Part<V, P, $>;

/** Distributes over the forms that a member may have. */
type Part<V, P, $> = V extends string
  ? string extends V
    ? V | Expr<unknown> | (($: $) => AnyValue)
    : V
  : V extends readonly (infer Item)[]
    ? readonly Field<Item, P, $>[]
    : V extends object
      ? string extends keyof V
        ? { readonly [name: string]: Template<$> } | (($: $) => AnyValue)
        : { readonly [K in keyof V]: Field<V[K], K, $> }
      : V;
