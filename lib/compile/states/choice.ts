import { expressionOf } from '../../workflow/expressions.ts';
import type { Place } from '../../workflow/scopes.ts';
import type { ChoiceStep } from '../../workflow/steps/choice.ts';
import { type Context, target } from '../context.ts';
import { expression } from '../template.ts';
import type { State } from '../types.ts';

/** Where the run goes next. */
export function choiceState({ scope }: Place, step: ChoiceStep, context: Context): State {
  const naming = { workflow: context.model.workflow, variables: context.variables, scope };
  return {
    Type: 'Choice',
    Choices: step.choices.map(({ when, next }) => ({
      Condition: expression(expressionOf(when) ?? when, naming),
      Next: target(next, context),
    })),
    Default: target(step.otherwise, context),
    Output: {},
  };
}
