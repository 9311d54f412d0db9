import { expressionOf } from '../../workflow/expressions.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { ChoiceStep } from '../../workflow/steps/choice.ts';
import { type Context, target } from '../context.ts';
import { stateName } from '../names.ts';
import { expression, namingOf } from '../template.ts';
import type { State, States } from '../types.ts';

/** Where the run goes next. */
export function choiceState({ scope }: Place, step: ChoiceStep, context: Context): States {
  const naming = namingOf(context, scope);
  const state: State = {
    Type: 'Choice',
    Choices: step.choices.map(({ when, next }) => ({
      Condition: expression(expressionOf(when) ?? when, naming),
      Next: target(next, context),
    })),
    Default: target(step.otherwise, context),
    Output: {},
  };
  return { [stateName(step.id)]: state };
}
