import type { Place } from '../../workflow/scopes.ts';
import type { ParallelStep } from '../../workflow/steps/parallel.ts';
import { branchStates } from '../branch.ts';
import type { Context } from '../context.ts';
import { stateName } from '../names.ts';
import { catchesOf } from '../takers.ts';
import type { Json, State, States } from '../types.ts';
import { ending, listed } from './task.ts';

/** Branches side by side. Each gives an object of outputs by step id; their ids differ, so the objects can be merged. */
export function parallelState(place: Place, step: ParallelStep, context: Context): States {
  const state: State = {
    Type: 'Parallel',
    Branches: place.inner.map((branch, index) =>
      branchStates(branch, `${step.id} ${step.branches[index]!.id}`, context),
    ) as Json,
    ...listed('Catch', catchesOf(place, context.takers)),
    ...ending(place, '$merge($states.result)', context),
  };
  return { [stateName(step.id)]: state };
}
