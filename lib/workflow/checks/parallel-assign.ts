import type { Expression, Model } from '../model.ts';
import type { Rule } from '../rule.ts';
import { enclosing } from '../scopes.ts';

/** Branches run at the same time and in scopes of their own: what one gives is known when all are done, not before. */
export const parallelAssign: Rule = {
  code: 'parallel-assign',
  severity: 'error',
  *check(model) {
    for (const expression of model.expressions) {
      for (const { root, names, start } of expression.parsed.references) {
        const step = root === 'steps' ? names[0]?.name : undefined;
        if (step === undefined || !isSibling(step, expression, model)) continue;
        const message = `step '${step}' runs in another branch at the same time, so its output cannot be read here`;
        yield {
          message,
          path: expression.path,
          offset: expression.offset + start,
          fix: 'put both into one branch, or read it after the parallel step',
        };
      }
    }
  },
};

/** True if the step runs in a branch beside the one that the expression stands in. */
export function isSibling(step: string, { place }: Expression, { byId }: Model): boolean {
  const other = byId.get(step);
  if (!other || !place) return false;
  if (!other.scope.parent || other.scope === place.scope) return false;
  const branches = new Map(enclosing(place.scope).map((scope) => [scope.parent, scope]));
  return enclosing(other.scope).some((scope) => {
    const own = scope.parent && branches.get(scope.parent);
    return own !== undefined && own !== scope && scope.kind === 'branch';
  });
}
