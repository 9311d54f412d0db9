import { completedIn } from '../known.ts';
import type { Rule } from '../rule.ts';

/** A step that nothing leads to was probably meant to do something. */
export const unreachableStep: Rule = {
  code: 'unreachable-step',
  severity: 'error',
  *check(model) {
    const { before } = completedIn(model);
    const isReached = (step: (typeof model.places)[number]['step']) => before.has(step);
    for (const { step, path, scope } of model.places) {
      // What stands in a branch of an unreachable step is not its own mistake.
      if (isReached(step) || (scope.parent && !isReached(scope.parent.step))) continue;
      yield {
        message: `no way leads to step '${step.id}'`,
        path: [...path, 'id'],
        fix: "lead to it with 'next', or remove it",
      };
    }
  },
};
