import type { Scope } from '../workflow/scopes.ts';
import type { Context, Own } from './context.ts';
import { startOf } from './entry.ts';
import { caughtError } from './failing.ts';
import { scopeStates } from './list.ts';
import { stateName } from './names.ts';
import type { Json, States } from './types.ts';

/**
 * A branch of a parallel step, as a machine of its own. It cannot leave for a state outside, so its errors are thrown
 * on, with the step that failed, and caught by the parallel step. `name` makes its helping states unique.
 */
export function branchStates(scope: Scope, name: string, outer: Context): { StartAt: string; States: States } {
  const failed = stateName(`Failed ${name}`);
  const end = stateName(`End ${name}`);
  const frame = outer.variables.frames.atEnd(scope);
  const context: Context = {
    ...outer,
    scope,
    frame,
    takers: [{ errors: 'all', caught: failed }],
    endState: () => end,
    close: (own) => ({ End: true, Output: results(own) }),
  };
  /** What it hands out: the outputs by step id. One expression, so that a step that did not run is left out. */
  function results(own?: Own): Json {
    const { variables } = outer;
    const members = variables.handedOut(frame).map((id) => `${JSON.stringify(id)}: ${variables.read(id, frame, own)}`);
    return members.length > 0 ? `{% {${members.join(', ')}} %}` : {};
  }
  const states = {
    ...scopeStates(scope, context),
    [end]: { Type: 'Succeed', Output: results() },
    [failed]: caughtError(),
  };
  return { StartAt: startOf(scope), States: states };
}
