import type { Scope } from '../workflow/scopes.ts';
import type { Context, Own } from './context.ts';
import { caughtError, everything, expiry } from './failing.ts';
import { stateName } from './names.ts';
import { scopeStates } from './scope.ts';
import type { Json, States } from './types.ts';

/**
 * A branch of a parallel step, as a machine of its own. It cannot leave for a state outside, so its errors are thrown
 * on, with the step that failed, and caught by the parallel step. `name` makes its helping states unique.
 */
export function branchStates(scope: Scope, name: string, outer: Context): { StartAt: string; States: States } {
  const failed = stateName(`Failed ${name}`);
  const end = stateName(`End ${name}`);
  let isEndNamed = false;
  const context: Context = {
    ...outer,
    scope,
    catches: (place) => [...expiry(place, failed), ...everything(place, failed)],
    endState: () => {
      isEndNamed = true;
      return end;
    },
    close: (own) => ({ End: true, Output: results(scope, outer, own) }),
  };
  const states = scopeStates(scope, context);
  const throws = Object.values(states).some((state) => 'Catch' in state);
  return {
    StartAt: stateName(scope.places[0]!.step.id),
    States: {
      ...states,
      ...(isEndNamed ? { [end]: { Type: 'Succeed', Output: results(scope, outer) } } : {}),
      ...(throws && { [failed]: caughtError() }),
    },
  };
}

/** What a branch hands out: the outputs by step id. One expression, so that a step that did not run is left out. */
function results(scope: Scope, { variables }: Context, own?: Own): Json {
  const members = variables.handedOut(scope).map((id) => `${JSON.stringify(id)}: ${variables.read(id, scope, own)}`);
  return members.length > 0 ? `{% {${members.join(', ')}} %}` : {};
}
