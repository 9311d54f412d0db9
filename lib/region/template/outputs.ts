/** Outputs of a stack, and what stacks export to each other. */
import { placed } from './problem.ts';
import { resolveValue, type Scope } from './resolve.ts';
import type { DeploymentState } from './state.ts';
import type { StackWork } from './work.ts';

export function saveOutputs({ stack, state }: StackWork, scope: Scope): void {
  const outputs: Record<string, unknown> = {};
  const exports: Record<string, unknown> = {};
  for (const [name, { Value, Condition, Export }] of Object.entries(stack.template.Outputs)) {
    try {
      if (Condition !== undefined && !scope.condition(Condition)) continue;
      outputs[name] = resolveValue(Value, scope);
      if (Export) exports[String(resolveValue(Export.Name, scope))] = outputs[name];
    } catch (error) {
      throw placed(`${stack.name}/Outputs/${name}`, error);
    }
  }
  state.putOutputs({ stack: stack.name, outputs, exports });
}

/** The value that some stack exports under this name. */
export function exported(state: DeploymentState, name: string): unknown {
  const stack = state.outputs().find(({ exports }) => Object.hasOwn(exports, name));
  if (!stack) throw new Error(`no stack exports ${name}`);
  return stack.exports[name];
}
