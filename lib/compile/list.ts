import type { Scope } from '../workflow/scopes.ts';
import type { Context } from './context.ts';
import { statesOf } from './states/index.ts';
import type { States } from './types.ts';

/** The states of a list of steps, without those of its end. */
export function scopeStates(scope: Scope, context: Context): States {
  return Object.assign({}, ...scope.places.map((place) => statesOf(place, context)));
}
