import type { Diagnostic } from '../diagnostic.ts';
import { schemaError } from '../diagnostic.ts';
import type { StateMachine } from '../types.ts';
import { statesIn } from './walk.ts';

/** `States.ALL` stands alone in its list, and its Retrier or Catcher is the last. */
export const handlers = (definition: StateMachine): Diagnostic[] =>
  statesIn(definition).flatMap(({ state, location }) =>
    (['Retry', 'Catch'] as const).flatMap((field) =>
      Array.isArray(state[field]) ? check(state[field], `${location}/${field}`) : [],
    ),
  );

function check(list: { ErrorEquals?: string[] }[], location: string): Diagnostic[] {
  return list.flatMap(({ ErrorEquals }, index) => {
    if (!Array.isArray(ErrorEquals)) return [];
    if (ErrorEquals.length === 0) return [schemaError('Value cannot be empty', `${location}[${index}]/ErrorEquals`)];
    if (!ErrorEquals.includes('States.ALL')) return [];
    const place = `${location}[${index}]`;
    if (ErrorEquals.length > 1) return [schemaError("'States.ALL' must appear alone in 'ErrorEquals'", place)];
    return index === list.length - 1 ? [] : [schemaError(`'States.ALL' must be the last in the list`, place)];
  });
}
