import type { Scope } from '../workflow/scopes.ts';
import type { Context } from './context.ts';
import { stateName } from './names.ts';
import { stateOf } from './states/index.ts';
import type { States } from './types.ts';

/** The states of the steps of one scope, without those of its end. */
export function scopeStates(scope: Scope, context: Context): States {
  return Object.fromEntries(scope.places.map((place) => [stateName(place.step.id), stateOf(place, context)]));
}
