import { type Completed, completedIn, type Known } from '../known.ts';
import type { Expression, Model } from '../model.ts';
import { hasOutput } from '../outputs.ts';
import type { Rule } from '../rule.ts';
import { isHandler } from '../scopes.ts';
import { isPrivateTo } from './item-private.ts';
import { isSibling } from './parallel-assign.ts';

/**
 * A step's output is read only where the step has completed on every way there, or where the expression asks first.
 * In Step Functions a value that is not there is an error, and in a choice one that nothing can catch.
 */
export const possiblyUnset: Rule = {
  code: 'possibly-unset',
  severity: 'error',
  *check(model) {
    const completed = completedIn(model);
    for (const expression of model.expressions) {
      const known = knownAt(expression, completed);
      const guarded = guardsOf(expression);
      for (const { root, names, start } of expression.parsed.references) {
        const step = root === 'steps' ? names[0]?.name : undefined;
        if (!known || step === undefined || guarded.has(step) || !isReadLater(step, expression, model)) continue;
        const bit = completed.bit(step);
        if (known.always & bit) continue;
        const words = known.perhaps & bit ? mayNot(step, expression) : never(step);
        yield { ...words, path: expression.path, offset: expression.offset + start };
      }
    }
  },
};

/** True if the rule has anything to say about reading this step: it exists, gives something, and other rules are silent. */
function isReadLater(step: string, expression: Expression, model: Model): boolean {
  const place = model.byId.get(step);
  if (!place || !hasOutput(place.step) || isSibling(step, expression, model)) return false;
  if (isPrivateTo(step, expression, model)) return false;
  // A compensation runs after its own step.
  return !(expression.moment === 'compensation' && expression.place === place);
}

const never = (step: string) => ({
  message: `step '${step}' has never run when this is read`,
  fix: 'read it after the step, or in its compensation as $output',
});

function mayNot(step: string, { place }: Expression) {
  const why = place && isHandler(place.scope) ? 'an error may come before it' : 'one way here passes it by';
  const read = /^[a-z0-9]+$/.test(step) ? `$steps.${step}` : `$steps.\`${step}\``;
  return { message: `step '${step}' may not have run: ${why}`, fix: `ask first: '$exists(${read}) ? ${read} : …'` };
}

/** What is known where an expression is evaluated. Nothing is said about places that nothing leads to. */
function knownAt({ place, scope, isAfter, moment }: Expression, completed: Completed): Known | undefined {
  if (moment === 'output') return completed.atEnd;
  if (isAfter && scope) return completed.after.get(scope);
  return place && completed.before.get(place);
}

/** Steps that the expression asks for with $exists. That it asks in the right place is taken on trust. */
function guardsOf({ parsed }: Expression): Set<string> {
  const asked = parsed.references.filter(({ root, asksExistence }) => root === 'steps' && asksExistence);
  return new Set(asked.flatMap(({ names }) => names[0]?.name ?? []));
}
