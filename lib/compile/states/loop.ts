import { seconds } from '../../workflow/durations.ts';
import { expressionOf } from '../../workflow/expressions.ts';
import { following, type Place } from '../../workflow/scopes.ts';
import type { LoopStep } from '../../workflow/steps/loop.ts';
import { type Context, target } from '../context.ts';
import { startOf } from '../entry.ts';
import { scopeStates } from '../list.ts';
import { helper, stateName, variableName } from '../names.ts';
import { counter } from '../passes.ts';
import { thrown } from '../takers.ts';
import { expression, namingOf } from '../template.ts';
import type { Json, State, States } from '../types.ts';

/**
 * Rounds in the machine around them: the counter begins at 0 in the state of the loop, and the choice after each round
 * counts on, so a round costs one transition beside its steps, and one more where there is a pause.
 */
export function loopStates(place: Place, step: LoopStep, context: Context): States {
  const body = place.inner[0]!;
  const until = helper('Until', step.id);
  const every = helper('Every', step.id);
  const first = startOf(body);
  const inside: Context = { ...context, scope: body, endState: () => until, close: undefined };
  return {
    [stateName(step.id)]: { Type: 'Pass', Assign: { [counter(place)]: 0 }, Output: {}, Next: first },
    ...scopeStates(body, inside),
    [until]: untilState(place, step, context, step.every === undefined ? first : every),
    ...(step.every !== undefined && {
      [every]: { Type: 'Wait', Seconds: seconds(step.every), Output: {}, Next: first },
    }),
  };
}

/** After a round: done, again, or over. */
function untilState(place: Place, step: LoopStep, context: Context, again: string): State {
  const round = counter(place);
  const condition = expression(expressionOf(step.until) ?? step.until, namingOf(context, place.inner[0]!));
  const next = target(step.next ?? following(place), context);
  return {
    Type: 'Choice',
    Choices: [
      { Condition: condition, ...given(place, true, context), Output: {}, Next: next },
      {
        Condition: `{% $${round} < ${step.max - 1} %}`,
        Assign: { [round]: `{% $${round} + 1 %}` },
        Output: {},
        Next: again,
      },
    ],
    ...(step.exhausted === 'continue'
      ? { ...given(place, false, context), Output: {}, Default: next }
      : exhausted(step, context)),
  };
}

/** The output of the loop, if anything reads it. */
function given({ step, ...place }: Place, done: boolean, { variables }: Context): Record<string, Json> {
  if (!variables.isKept(step.id)) return {};
  return { Assign: { [variableName(step.id)]: { rounds: `{% $${counter({ step, ...place })} + 1 %}`, done } } };
}

function exhausted({ id, max }: LoopStep, { takers }: Context): Record<string, Json> {
  const cause = `'until' of ${id} was not true after ${max} rounds`;
  const { Output, Next } = thrown(id, 'LoopExhausted', cause, takers);
  return { Output: Output!, Default: Next! };
}
