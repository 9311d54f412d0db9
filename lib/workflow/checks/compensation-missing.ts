import { effectOf } from '../effects.ts';
import { toolOf } from '../model.ts';
import type { Rule } from '../rule.ts';

/** What a step does to the world must be taken back when a later step fails, or be declared as something that is not. */
export const compensationMissing: Rule = {
  code: 'compensation-missing',
  severity: 'error',
  *check({ places, workflow }) {
    for (const { step, path } of places) {
      if (step.kind !== 'tool' || step.compensate) continue;
      const tool = toolOf(workflow, step.tool);
      if (!tool || effectOf(tool) !== 'reversible') continue;
      const message = `'${step.id}' changes something, and nothing takes it back when a later step fails`;
      const fix = `add 'compensate', or declare on the tool 'effect: irreversible' (or 'additive', if what stays behind is harmless)`;
      yield { message, path: [...path, 'tool'], fix };
    }
  },
};
