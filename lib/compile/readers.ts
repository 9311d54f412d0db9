import type { Reference } from '../workflow/expressions.ts';
import type { Expression, Model } from '../workflow/model.ts';
import { around, enclosing, type Scope } from '../workflow/scopes.ts';
import type { Frame, Frames } from './frames.ts';

/** One use of a name of the language, with where it is evaluated. */
export interface Reading {
  reference: Reference;
  frame: Frame;
  scope: Scope;
}

/** Everything that expressions of the machine read. Keys and compensations are evaluated by the functions. */
export function readingsOf(model: Model, frames: Frames): Reading[] {
  return model.expressions.flatMap((expression) => {
    if (expression.moment === 'compensation' || expression.moment === 'key') return [];
    const scope = scopeOf(expression, model);
    const frame = expression.place && !expression.isAfter ? frames.of(expression.place) : frames.atEnd(scope);
    return expression.parsed.references.map((reference) => ({ reference, frame, scope }));
  });
}

const scopeOf = ({ place, scope, isAfter }: Expression, { scopes }: Model): Scope =>
  isAfter && scope ? scope : (place?.scope ?? scopes[0]!);

/** The list of steps by which `$item`, `$index` or `$error` is known. */
export function definer(root: string, scope: Scope): Scope | undefined {
  if (root === 'error') return enclosing(scope).find(({ kind }) => kind === 'handler');
  if (root === 'item') return around(scope, 'map')?.inner[0];
  return root === 'index' ? around(scope, 'map', 'loop')?.inner[0] : undefined;
}
