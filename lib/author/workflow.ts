import type * as z from 'zod';
import type { workflow as workflowSchema } from '../workflow/schema.ts';
import { place } from './call-site.ts';
import type { Built, Flow } from './flow.ts';
import type { Handler } from './kinds.ts';
import type { RunError, Scope } from './names.ts';
import type { Schema, Shape } from './schemas.ts';
import type { Tools } from './tool.ts';
import type { Template } from './values.ts';
import { write, writeStep } from './write.ts';

/** A workflow as its file holds it. What is wrong with it is said by the same rules that read YAML. */
export type WorkflowData = z.input<typeof workflowSchema>;

/** Members that say the same here as in YAML. */
type Plain = Omit<WorkflowData, 'apiVersion' | 'input' | 'tools' | 'steps' | 'output' | 'onError'>;

/** What the flow of a workflow begins with. */
interface Start<I, T extends Tools, S = unknown, More = unknown> {
  input: Shape<I>;
  tools: T;
  steps: S & object;
  more: More & object;
}

export interface WorkflowDefinition<I extends Schema, T extends Tools, S extends object> extends Plain {
  input?: I;
  tools?: T;
  steps: (flow: Flow<Start<I, T>>) => Built<S>;
  output?: Template<Scope<Start<I, T, S>>>;
  /** Their steps may read `$.error`, and any step of the workflow that may have completed. */
  onError?: readonly Handler<Start<I, T, S, { error: RunError }>, WorkflowData>[];
}

/**
 * A workflow in TypeScript: `export const workflow = defineWorkflow({…})` in a `workflow.ts`. All members are those of
 * `workflow.yaml`; expressions are functions of `$`, and steps are added to a flow, which knows what each may read.
 */
export function defineWorkflow<const I extends Schema, T extends Tools, S extends object>(
  definition: WorkflowDefinition<I, T, S>,
): WorkflowData {
  const { input, tools = {}, ...rest } = definition;
  const head = { apiVersion: 'countersign/v1', ...(input && { input: write(input) }), tools: write(tools) };
  return place({ ...head, ...writeStep(rest) }) as unknown as WorkflowData;
}
