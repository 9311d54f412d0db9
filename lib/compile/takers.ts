import type { Place } from '../workflow/scopes.ts';
import { errorNames, errorNamesFor } from './errors.ts';
import { catcher, everything, expiry } from './failing.ts';
import { helper } from './names.ts';
import type { Json, State } from './types.ts';

/** Takes errors: a handler, or the end of a branch. */
export interface Taker {
  /** Names as in the file. `any` leaves out what waits for a person; `all` leaves out nothing. */
  errors: 'any' | 'all' | readonly string[];
  /** The state that takes them. Its input is `{step, error: {Error, Cause}}`. */
  caught: string;
}

/** A person must act on these, so a handler has to name them to take them: what was done so far stays. */
export const FOR_A_PERSON = ['Paused', 'UndoFailed'];

const names = ({ errors }: Taker): string[] => (typeof errors === 'string' ? [] : errorNames(errors));

/** Who takes an error: the first that names it, or takes any. */
export function takerOf(error: string, takers: readonly Taker[]): Taker {
  const takes = (taker: Taker) =>
    taker.errors === 'all' || names(taker).includes(error) || (taker.errors === 'any' && !FOR_A_PERSON.includes(error));
  const taker = takers.find(takes);
  if (!taker) throw new Error(`nobody takes '${error}': the last taker must take whatever is left`);
  return taker;
}

/** Who takes what, once each name has its first taker: named ones in their order, and the one for all others. */
export interface Shares {
  named: { taker: Taker; errors: string[] }[];
  rest: Taker;
}

/** `expand` gives the names of the States Language for those of a taker. */
export function sharesOf(takers: readonly Taker[], expand = errorNames): Shares {
  const end = takers.findIndex(({ errors }) => typeof errors === 'string');
  const rest = takers[end]!;
  const taken = new Set<string>();
  const named = takers.slice(0, end).flatMap((taker) => {
    const errors = expand(taker.errors as string[]).filter((name) => !taken.has(name));
    for (const name of errors) taken.add(name);
    return errors.length > 0 ? [{ taker, errors }] : [];
  });
  const left = rest.errors === 'all' ? [] : FOR_A_PERSON.filter((name) => !taken.has(name));
  const outer = left.map((name) => ({ name, taker: takerOf(name, takers) })).filter(({ taker }) => taker !== rest);
  return { named: [...named, ...grouped(outer)], rest };
}

function grouped(pairs: { name: string; taker: Taker }[]): Shares['named'] {
  const takers = [...new Set(pairs.map(({ taker }) => taker))];
  return takers.map((taker) => ({
    taker,
    errors: pairs.filter((pair) => pair.taker === taker).map(({ name }) => name),
  }));
}

/** Catchers of a step: named errors first, innermost first, then all others. */
export function catchesOf(place: Place, takers: readonly Taker[]): Json[] {
  const { named, rest } = sharesOf(takers, (errors) => errorNamesFor(place.step.kind, errors));
  return [
    ...expiry(place, takerOf('Expired', takers).caught),
    ...named.map(({ taker, errors }) => catcher(errors, place, taker.caught)),
    ...everything(place, rest.caught),
  ];
}

/** Throws an error of ours to whoever takes it: the members of a transition. */
export function thrown(step: string, error: string, cause: string, takers: readonly Taker[]): Record<string, Json> {
  return { Output: { step, error: { Error: error, Cause: cause } }, Next: takerOf(error, takers).caught };
}

/**
 * The state that throws the error in a variable on to whoever is around. Which one that is depends on its name, unless
 * all of the `possible` names are taken by the same.
 */
export function throwState(variable: string, takers: readonly Taker[], possible?: readonly string[]): State {
  const told = `$string({'errorMessage': $${variable}.message, 'step': $${variable}.step})`;
  const Output = {
    step: `{% $${variable}.step %}`,
    error: { Error: `{% $${variable}.name %}`, Cause: `{% ${told} %}` },
  };
  const { named, rest } = sharesOf(takers);
  const targets = new Set(
    possible ? errorNames(possible).map((name) => takerOf(name, takers)) : [...named.map(({ taker }) => taker), rest],
  );
  if (targets.size === 1) return { Type: 'Pass', Output, Next: [...targets][0]!.caught };
  const Choices = named.map(({ taker, errors }) => ({
    Condition: `{% $${variable}.name in ${JSON.stringify(errors)} %}`,
    Output,
    Next: taker.caught,
  }));
  return { Type: 'Choice', Choices, Default: rest.caught, Output };
}

export const throwName = (of: string): string => helper('Throw', of);
