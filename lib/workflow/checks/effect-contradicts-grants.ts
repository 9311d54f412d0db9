import { effectfulGrants } from '../effects.ts';
import type { Rule } from '../rule.ts';

/** `effect: none` makes a step free to repeat, so it has to be true of what its role allows, not only of its code. */
export const effectContradictsGrants: Rule = {
  code: 'effect-contradicts-grants',
  severity: 'error',
  *check({ workflow }) {
    for (const [name, tool] of Object.entries(workflow.tools)) {
      const [grant] = tool.effect === 'none' ? effectfulGrants(tool) : [];
      if (!grant) continue;
      const message = `'${name}' is declared to have no effect, but may ${grant[0]} ${grant[1]}`;
      yield {
        message,
        path: ['tools', name, 'effect'],
        fix: "remove the grant, or say 'additive', 'reversible' or 'irreversible'",
      };
    }
  },
};
