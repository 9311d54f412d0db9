import { effectOf } from '../effects.ts';
import { toolOf } from '../model.ts';
import type { Rule } from '../rule.ts';
import type { Workflow } from '../schema.ts';

/** What a step does to the world must be taken back when a later step fails, or be declared as something that is not. */
export const compensationMissing: Rule = {
  code: 'compensation-missing',
  severity: 'error',
  *check({ places, workflow }) {
    for (const { step, path } of places) {
      if ((step.kind !== 'tool' && step.kind !== 'workflow') || step.compensate) continue;
      const effect = step.kind === 'tool' ? toolEffect(step.tool, workflow) : (step.effect ?? 'reversible');
      if (effect !== 'reversible') continue;
      const message = `'${step.id}' changes something, and nothing takes it back when a later step fails`;
      const where = step.kind === 'tool' ? 'on the tool' : 'on the step';
      const fix = `add 'compensate', or declare ${where} 'effect: irreversible' (or 'additive', if what stays behind is harmless)`;
      yield { message, path: [...path, step.kind], fix };
    }
  },
};

const toolEffect = (name: string, workflow: Workflow) => {
  const tool = toolOf(workflow, name);
  return tool && effectOf(tool);
};
