import { Terminal } from '../engine/errors.ts';
import type { EffectCall } from '../engine/step.ts';
import { ask } from './loop.ts';
import type { Models } from './ports.ts';

/** What the compiled workflow says about an agent step. */
export interface AgentSettings {
  agent?: { instructions: string };
  /** JSON Schema of the answer. */
  output?: object;
}

/** The effect of an agent step: one question, one answer that satisfies the step's schema. */
export function agentEffect(models: Models, stepOf: (id: string) => AgentSettings) {
  return ({ input, step, signal, spend }: EffectCall<Record<string, unknown>>): Promise<unknown> => {
    const { agent, output } = stepOf(step);
    if (!agent || !output) throw new Terminal(`step ${step} is no agent step`, 'InvalidInput');
    return ask({ models, spend, signal }, { instructions: agent.instructions, input, schema: output });
  };
}
