import type { Scope } from '../workflow/scopes.ts';
import { atOf, type Context } from './context.ts';
import { ERROR } from './failing.ts';
import { executionOf, type Frame } from './frames.ts';
import { runOf } from './states/task.ts';
import type { Json, State } from './types.ts';

/** What an execution of its own is told: the run, its input, where it stands among rounds and items, and what it reads. */
export function toldTo(frame: Frame, scope: Scope, context: Context): Record<string, Json> {
  const isApart = executionOf(context.frame).isApart;
  return {
    run: runOf(context),
    input: isApart ? '{% $input %}' : '{% $states.context.Execution.Input %}',
    ...atOf(scope, context),
    vars: `{% ${context.variables.imports(frame)} %}`,
  };
}

/** Its first state, which makes variables of what it was told. `from`: JSONata of where that stands. */
export function beginState(
  told: Record<string, Json>,
  next: string,
  more: Record<string, Json> = {},
  from = '$states.input',
): State {
  const assigned = Object.keys(told).map((name) => [name, `{% ${from}.${name} %}`]);
  return { Type: 'Pass', Assign: { ...Object.fromEntries(assigned), ...more }, Output: {}, Next: next };
}

/** How a part ends: what it hands out, and whatever else there is to say. */
export function answer(frame: Frame, { variables }: Context, more: Record<string, Json> = {}): State {
  const results = variables.exports(frame);
  const kept: Record<string, Json> = frame.kept ? { kept: `{% ${variables.keeps(frame)} %}` } : {};
  return { Type: 'Succeed', Output: { results: results ? `{% ${results} %}` : {}, ...kept, ...more } };
}

/** How it ends where nobody in it takes an error. */
export const failedAnswer = (frame: Frame, context: Context): State =>
  answer(frame, context, { error: `{% ${ERROR} %}` });
