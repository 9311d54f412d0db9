import type { Place } from '../workflow/scopes.ts';
import type { ParallelStep } from '../workflow/steps/parallel.ts';
import type { Arrivals } from './branch.ts';
import { atOf, type Context } from './context.ts';
import { AMBIGUOUS, RETRYABLE } from './errors.ts';
import { ERROR } from './failing.ts';
import { helper } from './names.ts';
import { retry } from './retry.ts';
import { ending, runOf } from './states/task.ts';
import { catchesOf } from './takers.ts';
import type { Json, State, States } from './types.ts';

/** Seconds of a call of the join's function, which reads and writes one row of the ledger. */
const TIMEOUT = 45;

/** What the join's function throws when enough branches have arrived. The parallel step catches it, which stops the others. */
export const JOINED = 'Joined';

/**
 * The ends of the branches of a parallel step that does not wait for all: each tells the join, which counts. One that has
 * failed ends well as long as enough others can still come; the last that could not fail without it throws its own error.
 */
export function arrivals(place: Place, step: ParallelStep, branch: string, context: Context): Arrivals {
  const about = {
    ...called(place, context),
    branch,
    need: needed(step),
    of: step.branches.length,
  };
  const invoke = (told: Record<string, Json>) => joinTask({ ...about, ...told });
  return {
    done: (results) => ({ ...invoke({ results }), Output: {}, End: true }),
    failed: (Next) => ({
      ...invoke({ error: `{% ${ERROR} %}` }),
      Catch: [
        { ErrorEquals: [JOINED], Output: { step: step.id, error: '{% $states.errorOutput %}' }, Next },
        { ErrorEquals: ['States.ALL'], Output: '{% $states.input %}', Next },
      ],
      Output: {},
      End: true,
    }),
  };
}

const needed = ({ join }: ParallelStep): number => (typeof join === 'object' ? join.need : 1);

export const collectName = (step: string): string => helper('Collect', step);

/** What those that have arrived gave, once the others are stopped. */
export function collectStates(place: Place, context: Context): States {
  const state: State = {
    ...joinTask({ ...called(place, context), collect: true }),
    Catch: catchesOf(place, context.takers),
    ...ending(place, '$states.result.Payload.output', context),
  };
  return { [collectName(place.step.id)]: state };
}

function called({ step, scope }: Place, context: Context): Record<string, Json> {
  return { run: runOf(context), join: step.id, ...atOf(scope, context) };
}

const joinTask = (Payload: Record<string, Json>): State => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: '${fn_join}', Payload },
  TimeoutSeconds: TIMEOUT,
  Retry: retry([...RETRYABLE, ...AMBIGUOUS]),
});
