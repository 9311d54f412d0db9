import { evaluate as decide } from '../decisions/evaluate.ts';
import { seconds } from '../workflow/durations.ts';
import { effectOf } from '../workflow/effects.ts';
import type { Step, StepKind, StepTypes, Tool, Workflow } from '../workflow/schema.ts';
import { DEFAULT_RETRY, type Retry } from '../workflow/steps/common.ts';
import type { DecisionStep } from '../workflow/steps/decision.ts';
import type { Policy, Task, Verdict } from './attempts.ts';
import type { Json } from './world.ts';

type Tasks = { [Kind in StepKind]?: (step: StepTypes[Kind], workflow: Workflow) => Task };

/** The kinds that are a call of something outside. */
const TASKS: Tasks = {
  tool: toolTask,
  agent: (step) => task(step, step.input, seconds(step.timeout) + GRACE),
  team: (step) => task(step, step.input, seconds(step.timeout) + GRACE),
  emit: (step) => task(step, step.detail, seconds(step.timeout) + GRACE),
  decision: (step) => ({
    ...task(step, step.table ? cells(step) : step.ask?.input, seconds(step.timeout) + GRACE),
    ...(step.table && { decide: (input: Json) => byTable(step, input) }),
  }),
  approval: (step) => wait(step, shown(step), seconds(step.timeout) + LAST_MINUTES),
  signal: (step) =>
    wait(step, { key: step.key }, Math.min(seconds(step.timeout), seconds(step.heartbeat ?? step.timeout))),
  workflow: (step) =>
    step.wait ? wait(step, step.input, seconds(step.timeout!)) : { ...wait(step, step.input, REQUEST) },
};

/** How a step is called; undefined for a kind that calls nothing itself. */
export function taskOf(step: Step, workflow: Workflow): Task | undefined {
  const make = TASKS[step.kind] as ((step: Step, workflow: Workflow) => Task) | undefined;
  return make?.(step, workflow);
}

/** Seconds that a function is waited for beyond its own time, which ends it first. */
const GRACE = 15;
/** Seconds that a decision of the last moment has to arrive. */
const LAST_MINUTES = 300;
/** Seconds that asking for another run may take, where nobody waits for its end. */
const REQUEST = 30 + GRACE;

type Governed = { policy?: { context?: unknown } | undefined };

/** Nothing that could happen twice, so an answer that was lost is asked for again. */
const task = ({ policy }: Governed, input: unknown, limit: number): Task => ({
  input,
  policy,
  limit,
  late: 'States.Timeout',
  retry: [{ ...DEFAULT_RETRY, on: ['Retryable', 'Ambiguous'] }],
});

/** Somebody else is waited for; who does not come in time has answered by that. */
const wait = (step: Governed, input: unknown, limit: number): Task => ({
  ...task(step, input, limit),
  late: 'Expired',
});

function toolTask(step: StepTypes['tool'], { tools }: Workflow): Task {
  const tool = tools[step.tool]!;
  return {
    ...task(step, step.input, seconds(step.timeout ?? tool.timeout) + GRACE),
    retry: policiesOf(tool).map((policy) => ({ ...policy, on: policy.on ?? repeatable(tool) })),
  };
}

const policiesOf = ({ retry = DEFAULT_RETRY }: Tool): Retry[] => (Array.isArray(retry) ? retry : [retry]);

/** An attempt of unknown outcome is repeated only where that is safe. */
const repeatable = (tool: Tool): Policy['on'] =>
  tool.idempotency || effectOf(tool) === 'none' ? ['Retryable', 'Ambiguous'] : ['Retryable'];

function shown({ title, reason, show }: StepTypes['approval']): object {
  return { title, reason, ...(show && { show }) };
}

const cells = ({ table }: DecisionStep): object =>
  Object.fromEntries(Object.entries(table!.inputs).map(([name, { value }]) => [name, value]));

function byTable({ table }: DecisionStep, input: Json): Verdict {
  const decision = decide(table!, input as Record<string, Json>);
  if (decision.error) return { error: decision.error.name, message: decision.error.message };
  const { result, rules, explanation } = decision;
  return { output: { result, rules, explanation } as Json };
}
