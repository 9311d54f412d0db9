import { seconds } from '../workflow/durations.ts';
import { effectOf } from '../workflow/effects.ts';
import type { Files } from '../workflow/files.ts';
import type { Model } from '../workflow/model.ts';
import { schemaFile } from '../workflow/registry/reference.ts';
import type { Step, StepKind, StepTypes, Tool, Workflow } from '../workflow/schema.ts';
import type { AgentStep } from '../workflow/steps/agent.ts';
import type { ApprovalStep } from '../workflow/steps/approval.ts';
import type { JsonSchema } from '../workflow/steps/common.ts';
import type { DecisionStep } from '../workflow/steps/decision.ts';
import type { EmitStep } from '../workflow/steps/emit.ts';
import type { SignalStep } from '../workflow/steps/signal.ts';
import type { TeamStep } from '../workflow/steps/team.ts';
import type { ToolStep } from '../workflow/steps/tool.ts';
import type { WaitStep } from '../workflow/steps/wait.ts';
import type { WorkflowStep } from '../workflow/steps/workflow.ts';
import type { ProgramStep } from './program.ts';

/** The functions of one step by key: none, its own, or its own and that of its compensation. */
export function functionsOf(step: Step, model: Model): [key: string, entry: ProgramStep][] {
  const settings = SETTINGS[step.kind] as ((step: Step, files: Files, workflow: Workflow) => Settings) | undefined;
  if (step.kind === 'tool') return toolFunctions(step, model.workflow.tools, shared(step));
  if (step.kind === 'wait') return waitFunctions(step, model.workflow);
  if (!settings) return [];
  const own = {
    kind: step.kind as ProgramStep['kind'],
    ...shared(step),
    ...PLAIN,
    ...settings(step, model.files, model.workflow),
  };
  return 'compensate' in step && step.compensate
    ? withUndo(step.id, own, step.compensate, model.workflow.tools)
    : [[step.id, own]];
}

const shared = (step: Step): Shared =>
  defined({
    description: step.description,
    policy: 'policy' in step && step.policy ? { action: step.policy.action } : undefined,
  });

/** What a kind adds to its function. */
type Settings = Partial<ProgramStep> & { timeout: number };
type SettingsByKind = { [Kind in StepKind]?: (step: StepTypes[Kind], files: Files, workflow: Workflow) => Settings };

/** Kinds with a function of ours. */
const SETTINGS: SettingsByKind = { agent, team, decision, approval, signal, emit, workflow: child };

/** A function of ours, which needs nothing beyond what its kind gives it. */
const PLAIN = { memory: 512, grants: [], assets: [], effect: 'none' as const };

type Shared = Pick<ProgramStep, 'policy' | 'description'>;

function toolFunctions(step: ToolStep, tools: Record<string, Tool>, shared: Shared): [string, ProgramStep][] {
  const own = {
    kind: step.kind,
    ...shared,
    ...called(step.tool, tools),
    ...(step.timeout && { timeout: seconds(step.timeout) }),
  };
  return step.compensate ? withUndo(step.id, own, step.compensate, tools) : [[step.id, own]];
}

type Compensate = NonNullable<ToolStep['compensate']>;

/** A step, and its compensation as a function beside it. */
function withUndo(
  id: string,
  own: ProgramStep,
  { tool, input }: Compensate,
  tools: Record<string, Tool>,
): [string, ProgramStep][] {
  const undo = `${id}.undo`;
  const back = {
    kind: 'undo' as const,
    policy: { action: 'InvokeTool' },
    ...called(tool, tools),
    compensates: { step: id, input: input ?? {} },
  };
  return [
    [id, { ...own, undo }],
    [undo, back],
  ];
}

/** What a function takes over from the declaration of its tool. */
function called(name: string, tools: Record<string, Tool>) {
  const tool = tools[name]!;
  const { handler, description, input, output, memory, assets, idempotency, regions } = tool;
  const errors = Object.keys(tool.errors).length > 0 ? tool.errors : undefined;
  const grants = tool.grants as Record<string, string>[];
  const timeout = seconds(tool.timeout);
  return {
    tool: name,
    handler,
    ...defined({ description, output, idempotency, errors, regions }),
    input,
    timeout,
    memory,
    grants,
    assets,
    effect: effectOf(tool),
  };
}

function agent(step: AgentStep, files: Files) {
  return {
    timeout: seconds(step.timeout),
    output: schemaOf(step.output, files),
    agent: { instructions: files.read(step.instructions), model: step.model },
    ...defined({ budget: step.budget, owner: step.owner?.role }),
  };
}

function team(step: TeamStep, files: Files) {
  const asked = ({ instructions, ...rest }: { instructions: string; model: string }) => ({
    ...rest,
    instructions: files.read(instructions),
  });
  const members = step.members.map(({ name, ...member }) => ({ name, ...asked(member) }));
  return {
    timeout: seconds(step.timeout),
    output: schemaOf(step.output, files),
    team: { pattern: step.pattern, members, ...defined({ lead: step.lead && asked(step.lead) }) },
    ...defined({ budget: step.budget, owner: step.owner?.role }),
  };
}

function decision({ table, ask, timeout }: DecisionStep, files: Files) {
  if (table) return { timeout: seconds(timeout), decision: { table } };
  const { instructions, model, outcomes, confidence, below, budget, owner } = ask!;
  const question = { instructions: files.read(instructions), model, outcomes, confidence, below };
  return { timeout: seconds(timeout), decision: { ask: question }, ...defined({ budget, owner: owner?.role }) };
}

function signal(step: SignalStep, files: Files) {
  const output = step.output === undefined ? undefined : schemaOf(step.output, files);
  return {
    timeout: REQUEST_TIMEOUT,
    signal: { name: step.signal, timeout: seconds(step.timeout) },
    ...defined({ output }),
  };
}

function child(step: WorkflowStep, files: Files) {
  const { workflow, version, wait } = step;
  const timeout = step.timeout === undefined ? undefined : seconds(step.timeout);
  const output = step.output === undefined ? undefined : schemaOf(step.output, files);
  const effect = step.effect ?? ('reversible' as const);
  return {
    timeout: REQUEST_TIMEOUT,
    effect,
    child: { workflow, version, wait, ...defined({ timeout }) },
    ...defined({ output }),
  };
}

/** A wait in business time has a function that computes when it is over. One that counts the clock has none. */
function waitFunctions(step: WaitStep, { calendars }: Workflow): [string, ProgramStep][] {
  const calendar = step.calendar === undefined ? undefined : calendars[step.calendar]!;
  if (!calendar) return [];
  const settings = { calendar, ...defined({ for: step.for === undefined ? undefined : seconds(step.for) }) };
  return [
    [
      step.id,
      { kind: step.kind, ...shared(step), ...PLAIN, input: WAIT_INPUT, timeout: REQUEST_TIMEOUT, wait: settings },
    ],
  ];
}

/** `until`: an ISO 8601 time, where the step has one. */
const WAIT_INPUT = { type: 'object', properties: { until: { type: 'string' } }, additionalProperties: false };

function approval(step: ApprovalStep, files: Files, { calendars }: Workflow) {
  const { approvers } = step;
  const escalate = step.escalate.map(({ after, to }) => ({ after: seconds(after), to }));
  const form = step.form === undefined ? undefined : schemaOf(step.form, files);
  const settings = {
    approvers,
    sla: seconds(step.sla),
    escalate,
    timeout: seconds(step.timeout),
    ...defined({
      calendar: step.calendar === undefined ? undefined : calendars[step.calendar],
      form,
      separateFrom: step.separateFrom.length > 0 ? step.separateFrom : undefined,
    }),
  };
  // The function only records the request and sends the mail; the wait itself is the state's.
  return { timeout: REQUEST_TIMEOUT, approval: settings };
}

const REQUEST_TIMEOUT = 30;

function emit(step: EmitStep) {
  return { timeout: seconds(step.timeout), emit: { event: step.event } };
}

/** A schema in place, from its file, or from the registry. */
function schemaOf(schema: string | JsonSchema, files: Files): JsonSchema {
  return typeof schema === 'string' ? (JSON.parse(files.read(schemaFile(schema))) as JsonSchema) : schema;
}

/** Without the members that are not defined: JSON has no word for them. */
export function defined<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
