import { seconds } from '../workflow/durations.ts';
import { effectOf } from '../workflow/effects.ts';
import type { Files } from '../workflow/files.ts';
import type { Model } from '../workflow/model.ts';
import type { Step, Tool } from '../workflow/schema.ts';
import type { AgentStep } from '../workflow/steps/agent.ts';
import type { ApprovalStep } from '../workflow/steps/approval.ts';
import type { JsonSchema } from '../workflow/steps/common.ts';
import type { EmitStep } from '../workflow/steps/emit.ts';
import type { ToolStep } from '../workflow/steps/tool.ts';
import type { ProgramStep } from './program.ts';

/** The functions of one step by key: none, its own, or its own and that of its compensation. */
export function functionsOf(step: Step, { workflow, files }: Model): [key: string, entry: ProgramStep][] {
  if (step.kind === 'choice' || step.kind === 'parallel' || step.kind === 'wait') return [];
  const policy = step.policy && { action: step.policy.action };
  const shared = defined({ description: step.description, policy });
  if (step.kind === 'tool') return toolFunctions(step, workflow.tools, shared);
  const own =
    step.kind === 'agent' ? agent(step, files) : step.kind === 'approval' ? approval(step, files) : emit(step);
  return [[step.id, { kind: step.kind, ...shared, ...PLAIN, ...own }]];
}

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
  if (!step.compensate) return [[step.id, own]];
  const undo = `${step.id}.undo`;
  const compensates = { step: step.id, input: step.compensate.input ?? {} };
  const back = {
    kind: 'undo' as const,
    policy: { action: 'InvokeTool' },
    ...called(step.compensate.tool, tools),
    compensates,
  };
  return [
    [step.id, { ...own, undo }],
    [undo, back],
  ];
}

/** What a function takes over from the declaration of its tool. */
function called(name: string, tools: Record<string, Tool>) {
  const tool = tools[name]!;
  const { handler, description, input, output, memory, assets, idempotency } = tool;
  const grants = tool.grants as Record<string, string>[];
  const timeout = seconds(tool.timeout);
  return {
    tool: name,
    handler,
    ...defined({ description, output, idempotency }),
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
    ...defined({ budget: step.budget }),
  };
}

function approval(step: ApprovalStep, files: Files) {
  const { approvers } = step;
  const escalate = step.escalate.map(({ after, to }) => ({ after: seconds(after), to }));
  const form = step.form === undefined ? undefined : schemaOf(step.form, files);
  const settings = {
    approvers,
    sla: seconds(step.sla),
    escalate,
    timeout: seconds(step.timeout),
    ...defined({ form }),
  };
  // The function only records the request and sends the mail; the wait itself is the state's.
  return { timeout: REQUEST_TIMEOUT, approval: settings };
}

const REQUEST_TIMEOUT = 30;

function emit(step: EmitStep) {
  return { timeout: seconds(step.timeout), emit: { event: step.event } };
}

/** A schema in place, or from its file. */
function schemaOf(schema: string | JsonSchema, files: Files): JsonSchema {
  return typeof schema === 'string' ? (JSON.parse(files.read(schema)) as JsonSchema) : schema;
}

/** Without the members that are not defined: JSON has no word for them. */
export function defined<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
