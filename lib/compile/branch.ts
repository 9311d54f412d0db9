import type { Scope } from '../workflow/scopes.ts';
import { type Context, type Own, within } from './context.ts';
import { startOf } from './entry.ts';
import { caughtError } from './failing.ts';
import { scopeStates } from './list.ts';
import { stateName } from './names.ts';
import type { Json, States } from './types.ts';

/** How a branch ends, well or badly, where that is more than giving its results or throwing its error. */
export interface Arrivals {
  /** Hands the results to the join. */
  done(results: Json): States[string];
  /** Hands the error to the join. `failed`: the state that throws it. */
  failed(failed: string): States[string];
}

/**
 * A branch of a parallel step, as a machine of its own. It cannot leave for a state outside, so its errors are thrown
 * on, with the step that failed, and caught by the parallel step. `name` makes its own states unique.
 */
export function branchStates(
  scope: Scope,
  name: string,
  outer: Context,
  arrivals?: Arrivals,
): { StartAt: string; States: States } {
  const [end, failed, lost] = ['End', 'Failed', 'Lost'].map((what) => stateName(`${what} ${name}`)) as [
    string,
    string,
    string,
  ];
  const frame = outer.variables.frames.atEnd(scope);
  const context: Context = {
    ...within(outer, scope, () => end),
    frame,
    takers: [{ errors: 'all', caught: arrivals ? lost : failed }],
    close: arrivals ? undefined : (own) => ({ End: true, Output: results(own) }),
  };
  /** What it hands out: the outputs by step id. One expression, so that a step that did not run is left out. */
  function results(own?: Own): Json {
    const exports = outer.variables.exports(frame, own);
    return exports ? `{% ${exports} %}` : {};
  }
  const ends: States = {
    [end]: arrivals?.done(results()) ?? { Type: 'Succeed', Output: results() },
    ...(arrivals && { [lost]: arrivals.failed(failed) }),
    [failed]: caughtError(),
  };
  return { StartAt: startOf(scope, context), States: { ...scopeStates(scope, context), ...ends } };
}
