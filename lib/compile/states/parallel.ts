import type { Place } from '../../workflow/scopes.ts';
import type { ParallelStep } from '../../workflow/steps/parallel.ts';
import { branchStates } from '../branch.ts';
import type { Context } from '../context.ts';
import { arrivals, collectName, collectStates, JOINED } from '../join.ts';
import { stateName } from '../names.ts';
import { catchesOf } from '../takers.ts';
import type { Json, States } from '../types.ts';
import { ending } from './task.ts';

/** Branches side by side. Each gives an object of outputs by step id; their ids differ, so the objects can be merged. */
export function parallelStates(place: Place, step: ParallelStep, context: Context): States {
  const joins = step.join !== 'all';
  const Branches = place.inner.map((scope, index) => {
    const { id } = step.branches[index]!;
    return branchStates(scope, `${step.id} ${id}`, context, joins ? arrivals(place, step, id, context) : undefined);
  });
  const common = { Type: 'Parallel', Branches: Branches as unknown as Json };
  const catches = catchesOf(place, context.takers);
  if (!joins)
    return { [stateName(step.id)]: { ...common, Catch: catches, ...ending(place, '$merge($states.result)', context) } };
  const collect = collectName(step.id);
  const joined = { ErrorEquals: [JOINED], Output: {}, Next: collect };
  return {
    [stateName(step.id)]: { ...common, Catch: [joined, ...catches], Output: {}, Next: collect },
    ...collectStates(place, context),
  };
}
