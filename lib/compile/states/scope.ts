import { following, type Place, placesBelow } from '../../workflow/scopes.ts';
import type { ScopeStep } from '../../workflow/steps/scope.ts';
import { atOf, type Context, runId, target, within } from '../context.ts';
import { type Handling, handlingStates, takersOf } from '../handling.ts';
import { scopeStates } from '../list.ts';
import { errorVariable, stateName } from '../names.ts';
import { positionOf } from '../passes.ts';
import { FOR_A_PERSON, takerOf, throwState } from '../takers.ts';
import type { States } from '../types.ts';
import { canUndo, scopeUndoName, undoState } from '../undo-state.ts';
import { runOf } from './task.ts';

/**
 * Steps with answers of their own to errors, flattened into the machine around them. What they do not answer goes on to
 * whoever is around, as if the scope were not there.
 */
export function scopeStepStates(place: Place, step: ScopeStep, context: Context): States {
  const [body] = place.inner;
  const next = step.next ?? following(place);
  const handlings = handlingsOf(place, step, context);
  const inside: Context = {
    ...within(context, body!, () => target(next, context)),
    takers: [...handlings.flatMap(takersOf), ...context.takers],
    close: next === 'end' ? context.close : undefined,
  };
  const answers = handlings.map((handling) => ({
    ...handlingStates(handling, context),
    [handling.failed]: throwState(handling.variable, context.takers, possible(handling)),
  }));
  return { ...scopeStates(body!, inside), ...Object.assign({}, ...answers) };
}

const possible = ({ errors }: Handling) => (errors === 'any' ? undefined : errors);

/** The handlers that can be asked, each with the names that none before it takes. */
function handlingsOf(place: Place, step: ScopeStep, context: Context): Handling[] {
  const taken = new Set<string>();
  return step.onError.flatMap((handler, index) => {
    const errors = handler.errors === 'any' ? 'any' : handler.errors.filter((name) => !taken.has(name));
    if (taken.has('any') || errors.length === 0) return [];
    for (const name of errors === 'any' ? ['any'] : errors) taken.add(name);
    return [handlingOf(place, step, { ...handler, errors }, index, context)];
  });
}

function handlingOf(
  place: Place,
  step: ScopeStep,
  { errors, undo, outcome }: ScopeStep['onError'][number],
  index: number,
  context: Context,
): Handling {
  const name = `${errors === 'any' ? 'error' : errors[0]!} in ${step.id}`;
  const failed = stateName(`Throw ${name}`);
  const isOnlyForAPerson = errors !== 'any' && errors.every((each) => FOR_A_PERSON.includes(each));
  const steps = place.inner[index + 1]!;
  const variable = errorVariable(steps);
  return {
    errors,
    steps,
    variable,
    name,
    failed,
    undoes: undo && !isOnlyForAPerson && canUndo(placesBelow(place.inner[0]!)),
    undo: (next) => scopeUndo(place, variable, next, context),
    end: outcome === 'fail' ? failed : target(step.next ?? following(place), context),
  };
}

/** Takes back what the steps of the scope did. What is not all taken back is for a person, and for nobody else to go on from. */
function scopeUndo({ step, scope }: Place, variable: string, next: string, context: Context) {
  const at = positionOf(scope, context.frame, context.variables.frames);
  const why = `'not all that scope ${step.id} did could be taken back after ' & $${variable}.name & ': ' & $${variable}.message`;
  return undoState({
    name: scopeUndoName(step.id, runId(context), at),
    input: {
      run: runOf(context),
      error: `{% $${variable} %}`,
      scope: step.id,
      ...atOf(scope, context),
    },
    failed: {
      Output: { step: step.id, error: { Error: 'UndoFailed', Cause: `{% ${why} %}` } },
      Next: takerOf('UndoFailed', context.takers).caught,
    },
    next,
  });
}
