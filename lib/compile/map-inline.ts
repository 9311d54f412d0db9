import type { Place } from '../workflow/scopes.ts';
import type { MapStep } from '../workflow/steps/map.ts';
import type { Context } from './context.ts';
import { startOf } from './entry.ts';
import { caughtError } from './failing.ts';
import { itemContext, itemOutput, itemVariables } from './item.ts';
import { scopeStates } from './list.ts';
import { helper } from './names.ts';
import type { States } from './types.ts';

/** What runs for each item, in frames of the execution around it. */
export function inlineProcessor(place: Place, step: MapStep, outer: Context) {
  const body = place.inner[0]!;
  const [begin, end, failed] = ['Item', 'End', 'Failed'].map((what) => helper(what, step.id)) as [
    string,
    string,
    string,
  ];
  const context: Context = {
    ...itemContext(place, outer, end, failed),
    // An output of its own is a state of its own: an error in it is one of the map, not of the step that comes last.
    close: step.output === undefined ? (own) => ({ End: true, Output: itemOutput(step, context, own) }) : undefined,
  };
  const States: States = {
    [begin]: { Type: 'Pass', Assign: itemVariables(place), Output: {}, Next: startOf(body, context) },
    ...scopeStates(body, context),
    [end]: { Type: 'Succeed', Output: itemOutput(step, context) },
    [failed]: caughtError(),
  };
  return { ProcessorConfig: { Mode: 'INLINE' }, StartAt: begin, States };
}
