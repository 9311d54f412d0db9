import type { Place, Scope } from '../workflow/scopes.ts';
import type { Context } from './context.ts';
import { helper, stateName } from './names.ts';
import type { Part } from './plan.ts';

/** Name of the state in which a step begins, as seen from its list: that of its part, if it begins one. A scope has no state of its own. */
export function entryOf(place: Place, context: Pick<Context, 'plan' | 'part'>): string {
  const { step, inner } = place;
  const part = context.plan.parts.get(place);
  if (part && part !== context.part) return partState(part);
  if (step.kind === 'scope') return startOf(inner[0]!, { plan: context.plan });
  if (step.kind === 'map' && step.maxItems !== undefined) return countState(step.id);
  return stateName(step.id);
}

/** Name of the state in which a list of steps begins. */
export const startOf = ({ places }: Scope, context: Pick<Context, 'plan' | 'part'>): string =>
  entryOf(places[0]!, context);

/** The state that counts the items of a map before any is begun. */
export const countState = (map: string): string => helper('Count', map);

/** The state that starts a part of a loop, and the one that runs the items of a batch. */
export const roundsState = (loop: string): string => helper('Rounds', loop);
export const batchState = (map: string): string => helper('Items', map);

/** The state that starts a part, which has the name of its scope if it is one. */
export const partState = ({ id, places, deadline }: Part): string =>
  deadline === undefined ? helper('Part', places[0]!.step.id) : stateName(id);
