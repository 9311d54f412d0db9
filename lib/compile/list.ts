import type { Scope } from '../workflow/scopes.ts';
import type { Context } from './context.ts';
import { partStates } from './part.ts';
import { statesOf } from './states/index.ts';
import type { States } from './types.ts';

/** The states of a list of steps, without those of its end. What is split off is a call of its part. */
export function scopeStates(scope: Scope, context: Context): States {
  const states = scope.places.map((place) => {
    const part = context.plan.parts.get(place);
    if (!part || part === context.part) return statesOf(place, context);
    return part.places[0] === place ? partStates(part, context) : {};
  });
  return Object.assign({}, ...states);
}
