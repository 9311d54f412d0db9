import type { Known } from '../known.ts';
import { completedIn } from '../known.ts';
import type { Expression, Model } from '../model.ts';
import { isHandler } from '../model.ts';
import { hasOutput } from '../outputs.ts';
import type { Rule } from '../rule.ts';
import { isSibling } from './parallel-assign.ts';

/**
 * A step's output is read only where the step has completed on every way there, or where the expression asks first.
 * In Step Functions a value that is not there is an error, and in a choice one that nothing can catch.
 */
export const possiblyUnset: Rule = {
  code: 'possibly-unset',
  severity: 'error',
  *check(model) {
    const known = knownAt(model);
    for (const expression of model.expressions) {
      const guarded = guardsOf(expression);
      for (const { root, names, start } of expression.parsed.references) {
        const step = root === 'steps' ? names[0]?.name : undefined;
        const at = known(expression);
        if (step === undefined || !at || !model.byId.has(step) || at.always.has(step) || guarded.has(step)) continue;
        if (!hasOutput(model.byId.get(step)!.step) || isSibling(step, expression, model) || isOwn(step, expression))
          continue;
        yield { ...wording(step, at, expression), path: expression.path, offset: expression.offset + start };
      }
    }
  },
};

function wording(step: string, { perhaps }: Known, { place }: Expression) {
  if (!perhaps.has(step)) {
    return {
      message: `step '${step}' has never run when this is read`,
      fix: 'read it after the step, or in its compensation as $output',
    };
  }
  const why = place && isHandler(place.scope) ? 'an error may come before it' : 'one way here passes it by';
  const read = /^[a-z0-9]+$/.test(step) ? `$steps.${step}` : `$steps.\`${step}\``;
  return { message: `step '${step}' may not have run: ${why}`, fix: `ask first: '$exists(${read}) ? ${read} : …'` };
}

/** What is known where an expression is evaluated. Nothing is said about places that nothing leads to. */
function knownAt(model: Model): (expression: Expression) => Known | undefined {
  const { before, atEnd } = completedIn(model);
  return ({ place, moment }) => {
    if (moment === 'output') return atEnd;
    return place && before.get(place.step);
  };
}

/** Steps that the expression asks for with $exists. That it asks in the right place is taken on trust. */
function guardsOf({ parsed }: Expression): Set<string> {
  const asked = parsed.references.filter(({ root, asksExistence }) => root === 'steps' && asksExistence);
  return new Set(asked.flatMap(({ names }) => names[0]?.name ?? []));
}

/** A compensation runs after its own step. */
const isOwn = (step: string, { moment, place }: Expression) => moment === 'compensation' && place?.step.id === step;
