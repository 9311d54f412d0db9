import { seconds } from '../../workflow/durations.ts';
import { expressionOf } from '../../workflow/expressions.ts';
import { following, type Place } from '../../workflow/scopes.ts';
import type { LoopStep } from '../../workflow/steps/loop.ts';
import { type Context, target, within } from '../context.ts';
import { startOf } from '../entry.ts';
import { scopeStates } from '../list.ts';
import { helper, stateName, variableName } from '../names.ts';
import { counter } from '../passes.ts';
import { roundsStates } from '../rounds.ts';
import { thrown } from '../takers.ts';
import { expression, namingOf } from '../template.ts';
import type { Json, State, States } from '../types.ts';

/**
 * Rounds in the machine around them: the counter begins at 0 in the state of the loop, and the choice after each round
 * counts on, so a round costs one transition beside its steps, and one more where there is a pause.
 */
export function loopStates(place: Place, step: LoopStep, context: Context): States {
  const each = context.plan.rounds.get(place);
  const states = each === undefined ? flatRounds(place, step, context) : roundsStates(place, step, each, context);
  const Next = Object.keys(states)[0]!;
  return { [stateName(step.id)]: { Type: 'Pass', Assign: { [counter(place)]: 0 }, Output: {}, Next }, ...states };
}

function flatRounds(place: Place, step: LoopStep, context: Context): States {
  const until = helper('Until', step.id);
  const { states, again } = bodyOf(place, step, until, context);
  const round = `$${counter(place)}`;
  return { ...states, [until]: decision(place, step, { done: untilOf(place, step, context), round, again }, context) };
}

/** The steps of a round and the pause between two; `again`: where the next one begins. */
export function bodyOf(
  place: Place,
  step: LoopStep,
  until: string,
  context: Context,
): { states: States; again: string } {
  const body = place.inner[0]!;
  const inside = within(context, body, () => until);
  const first = startOf(body, inside);
  const steps = scopeStates(body, inside);
  // The first state of the steps comes first, whatever their order in the file.
  const states = { [first]: steps[first]!, ...steps };
  if (step.every === undefined) return { states, again: first };
  const every = helper('Every', step.id);
  const pause: State = { Type: 'Wait', Seconds: seconds(step.every), Output: {}, Next: first };
  return { states: { ...states, [every]: pause }, again: every };
}

/** JSONata of `until`, as it is asked after a round. */
export function untilOf({ inner }: Place, { until }: LoopStep, context: Context): string {
  const frame = context.variables.frames.atEnd(inner[0]!);
  return expressionOf(expression(expressionOf(until) ?? until, { ...namingOf(context, inner[0]!), frame }))!.trim();
}

/** JSONata of what is asked after a round, and where another begins. */
interface Asked {
  done: string;
  round: string;
  again: string;
}

/** After a round: done, again, or over. */
export function decision(place: Place, step: LoopStep, { done, round, again }: Asked, context: Context): State {
  const next = target(step.next ?? following(place), context);
  const given = (isDone: boolean) => output(place, round, isDone, context);
  const goOn = { Assign: { [counter(place)]: `{% ${round} + 1 %}` }, Output: {}, Next: again };
  return {
    Type: 'Choice',
    Choices: [
      { Condition: `{% ${done} %}`, ...given(true), Output: {}, Next: next },
      { Condition: `{% ${round} < ${step.max - 1} %}`, ...goOn },
    ],
    ...(step.exhausted === 'continue' ? { ...given(false), Output: {}, Default: next } : exhausted(step, context)),
  };
}

/** The output of the loop, if anything reads it. */
function output({ step }: Place, round: string, done: boolean, { variables }: Context): Record<string, Json> {
  return variables.isKept(step.id)
    ? { Assign: { [variableName(step.id)]: { rounds: `{% ${round} + 1 %}`, done } } }
    : {};
}

function exhausted({ id, max }: LoopStep, { takers }: Context): Record<string, Json> {
  const { Output, Next } = thrown(id, 'LoopExhausted', `'until' of ${id} was not true after ${max} rounds`, takers);
  return { Output: Output!, Default: Next! };
}
