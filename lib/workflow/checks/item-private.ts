import type { Expression, Model } from '../model.ts';
import type { Rule } from '../rule.ts';
import { enclosing, type Place } from '../scopes.ts';

/** The steps of a map run once for each item: outside of it there is no one output of theirs, only the list of the map. */
export const itemPrivate: Rule = {
  code: 'item-private',
  severity: 'error',
  *check(model) {
    for (const expression of model.expressions) {
      for (const { root, names, start } of expression.parsed.references) {
        const step = root === 'steps' ? names[0]?.name : undefined;
        const map = step === undefined ? undefined : isPrivateTo(step, expression, model);
        if (!map) continue;
        yield {
          message: `step '${step}' runs once for each item of '${map.step.id}', and is read inside of it only`,
          path: expression.path,
          offset: expression.offset + start,
          fix: `name what is needed in the 'output' of '${map.step.id}', and read that list`,
        };
      }
    }
  },
};

/** The map that keeps the step's output to itself, as seen from the expression. */
export function isPrivateTo(step: string, { place, scope }: Expression, { byId }: Model): Place | undefined {
  const other = byId.get(step);
  const from = scope ?? place?.scope;
  const own = new Set(from && enclosing(from));
  const hidden = other && enclosing(other.scope).find((each) => each.parent?.step.kind === 'map' && !own.has(each));
  return hidden?.parent;
}
