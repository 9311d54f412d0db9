import { spawn } from '../children.ts';
import { conclude } from '../conclude.ts';
import type { Place } from '../data.ts';
import { argumentsOf } from '../data.ts';
import type { Failure } from '../failure.ts';
import { failureDetails, record } from '../history.ts';
import type { Children } from '../snapshot.ts';
import type { Json, StateMachine } from '../types.ts';
import type { StateKind } from './index.ts';

/** Runs its branches side by side on the same input; the first failure stops the others. */
export const parallel: StateKind = {
  async attempt(place) {
    const { work, frame, state } = place;
    const input = await argumentsOf(place);
    const branches = state.Branches as StateMachine[];
    frame.children = {
      results: [],
      next: branches.length,
      running: branches.length,
      succeeded: 0,
      failed: 0,
      concurrency: 0,
    };
    frame.waiting = { kind: 'children' };
    record(work, frame, 'ParallelStateStarted');
    branches.forEach((machine, index) => {
      spawn(work, frame, { index, machine, input, where: [...frame.where, 'States', frame.state, 'Branches', index] });
    });
  },
  async join(place, index, ending) {
    const children = place.frame.children as Children;
    if ('failure' in ending) return failed(place, ending);
    children.results[index] = { output: ending.output };
    children.running -= 1;
    if (children.running > 0) return;
    record(place.work, place.frame, 'ParallelStateSucceeded');
    await conclude(
      place,
      children.results.map((result) => (result as { output: Json }).output),
    );
  },
};

function failed({ work, frame }: Place, { failure }: { failure: Failure }): never {
  const details = failureDetails(failure.error, failure.reason);
  record(work, frame, 'ParallelStateFailed', { parallelStateFailedEventDetails: details });
  throw failure;
}
