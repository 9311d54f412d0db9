import type { Scope } from '../workflow/scopes.ts';
import { type Context, within } from './context.ts';
import { startOf } from './entry.ts';
import { ERROR } from './failing.ts';
import { scopeStates } from './list.ts';
import { stateName } from './names.ts';
import { FOR_A_PERSON, type Taker } from './takers.ts';
import type { State, States } from './types.ts';

/** An answer to errors: what it takes, whether it undoes, its steps. */
export interface Handling {
  errors: 'any' | readonly string[];
  undoes: boolean;
  /** Its steps, if it has any. */
  steps?: Scope | undefined;
  /** Variable that holds the error. */
  variable: string;
  /** Behind the word of each of its states. */
  name: string;
  undo(next: string): State;
  /** Where its steps lead, and where they go when one of them fails. */
  end: string;
  failed: string;
}

const word = (what: string, { name }: Handling) => stateName(`${what} ${name}`);

/** What takes its errors. What waits for a person is never undone, whatever else the handler takes and undoes. */
export function takersOf(handling: Handling): Taker[] {
  const { errors } = handling;
  const caught = word('Caught', handling);
  if (!sparesSome(handling) || errors === 'any') return [{ errors, caught }];
  const others = errors.filter((name) => !FOR_A_PERSON.includes(name));
  const spared = errors.filter((name) => FOR_A_PERSON.includes(name));
  return [
    { errors: others, caught },
    { errors: spared, caught: word('Spared', handling) },
  ];
}

/** True if it takes something that it may not undo, beside what it does undo. */
const sparesSome = ({ errors, undoes }: Handling): boolean =>
  undoes && errors !== 'any' && errors.some((name) => FOR_A_PERSON.includes(name));

/** What was caught, undo, and the steps of the handler. */
export function handlingStates(handling: Handling, outer: Context): States {
  const { steps, variable, end, failed } = handling;
  const first = steps?.places.length ? startOf(steps, { plan: outer.plan }) : end;
  const undone = word('Undo', handling);
  const caught = (next: string): State => ({
    Type: 'Pass',
    Assign: { [variable]: `{% ${ERROR} %}` },
    Output: {},
    Next: next,
  });
  return {
    [word('Caught', handling)]: caught(handling.undoes ? undone : first),
    ...(sparesSome(handling) && { [word('Spared', handling)]: caught(first) }),
    ...(handling.undoes && { [undone]: handling.undo(first) }),
    ...(steps &&
      scopeStates(steps, { ...within(outer, steps, () => end), takers: [{ errors: 'all', caught: failed }] })),
  };
}
