import type { Place, Scope } from '../workflow/scopes.ts';
import { stateName } from './names.ts';

/** Name of the state in which a step begins. A scope has no state of its own. */
export function entryOf({ step, inner }: Place): string {
  if (step.kind === 'scope') return startOf(inner[0]!);
  if (step.kind === 'map' && step.maxItems !== undefined) return countState(step.id);
  return stateName(step.id);
}

/** Name of the state in which a list of steps begins. */
export const startOf = ({ places }: Scope): string => entryOf(places[0]!);

/** The state that counts the items of a map before any is begun. */
export const countState = (map: string): string => stateName(`Count ${map}`);
