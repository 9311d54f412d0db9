import { completedIn } from '../known.ts';
import type { Rule } from '../rule.ts';

/** A step that nothing leads to was probably meant to do something. */
export const unreachableStep: Rule = {
  code: 'unreachable-step',
  severity: 'error',
  *check(model) {
    const { before } = completedIn(model);
    for (const place of model.places) {
      const { step, path, scope } = place;
      // What stands in a branch of an unreachable step is not its own mistake.
      if (before.has(place) || (scope.parent && !before.has(scope.parent))) continue;
      yield {
        message: `no way leads to step '${step.id}'`,
        path: [...path, 'id'],
        fix: "lead to it with 'next', or remove it",
      };
    }
  },
};
