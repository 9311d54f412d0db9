import type { Scope } from '../workflow/model.ts';
import type { Context } from './context.ts';
import { stateName } from './names.ts';
import { stateOf } from './states/index.ts';
import type { States } from './types.ts';

/** The states of the steps of one scope, without those of its end. */
export function scopeStates(scope: Scope, context: Context): States {
  const states = scope.steps.map((step, index) => {
    const place = { step, path: [...scope.path, index], scope };
    return [stateName(step.id), stateOf(place, context)] as const;
  });
  return Object.fromEntries(states);
}
