import { seconds } from '../workflow/durations.ts';
import type { Place } from '../workflow/scopes.ts';
import type { LoopStep } from '../workflow/steps/loop.ts';
import { answer, beginState, failedAnswer, toldTo } from './apart.ts';
import type { Context } from './context.ts';
import { roundsState } from './entry.ts';
import { helper, suffixed } from './names.ts';
import { callState, errorRules, machineOf } from './part.ts';
import { counter } from './passes.ts';
import { bodyOf, decision, untilOf } from './states/loop.ts';
import type { Json, State, States } from './types.ts';

/** Rounds of a loop in parts of its own, so many in each: the machine around them counts on behind each part. */
export function roundsStates(place: Place, step: LoopStep, each: number, context: Context): States {
  const frame = context.variables.frames.atEnd(place.inner[0]!);
  const told = { ...toldTo(frame, place.scope, context), round: `{% $${counter(place)} %}` };
  writeRounds(place, step, each, told, { ...context, frame });
  const call = roundsState(step.id);
  const [ended, every] = [helper('Ended', step.id), helper('Every', step.id)];
  const asked = {
    done: '$states.input.done',
    round: '$states.input.round',
    again: step.every === undefined ? call : every,
  };
  const choice = decision(place, step, asked, context);
  return {
    [call]: {
      ...callState({ id: step.id, blamed: place, told, frame, answered: 'round done' }, context),
      Next: ended,
    },
    [ended]: { ...choice, Choices: [...errorRules(context), ...(choice.Choices as Json[])] },
    ...(step.every !== undefined && {
      [every]: { Type: 'Wait', Seconds: seconds(step.every), Output: {}, Next: call } satisfies State,
    }),
  };
}

function writeRounds(place: Place, step: LoopStep, each: number, told: Record<string, Json>, outer: Context): void {
  const names = ['Until', 'Done', 'Enough', 'Failed'].map((what) => helper(what, step.id));
  const [until, done, enough, failed] = names as [string, string, string, string];
  const round = counter(place);
  const start = suffixed('first', step.id);
  const context: Context = { ...outer, takers: [{ errors: 'all', caught: failed }], part: undefined, leave: undefined };
  const { states, again } = bodyOf(place, step, until, context);
  const isMore = `$${round} < ${step.max - 1} and $${round} < $${start} + ${each - 1}`;
  const { round: _, ...rest } = told;
  const begin = beginState(rest, Object.keys(states)[0]!, {
    [round]: '{% $states.input.round %}',
    [start]: '{% $states.input.round %}',
  });
  const said = (isDone: boolean) => answer(context.frame, context, { round: `{% $${round} %}`, done: isDone });
  const asks: State = {
    Type: 'Choice',
    Choices: [
      { Condition: `{% ${untilOf(place, step, context)} %}`, Output: {}, Next: done },
      { Condition: `{% ${isMore} %}`, Assign: { [round]: `{% $${round} + 1 %}` }, Output: {}, Next: again },
    ],
    Default: enough,
    Output: {},
  };
  const ends = { [done]: said(true), [enough]: said(false), [failed]: failedAnswer(context.frame, context) };
  context.found(step.id, machineOf(begin, { ...states, [until]: asks, ...ends }, context));
}
