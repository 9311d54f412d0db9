import { createHash } from 'node:crypto';
import { enclosing, type Scope } from '../workflow/scopes.ts';

/** Longest name of a state (Step Functions quotas). */
const LONGEST = 80;

/**
 * Name of a state: the step's id, or a readable beginning with a hash of the whole when that is too long.
 * It depends on nothing else, so a step keeps its name whatever changes around it.
 */
export function stateName(name: string): string {
  if (name.length <= LONGEST) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 10);
  return `${name.slice(0, LONGEST - hash.length - 1)}-${hash}`;
}

/** Name of a state of the compiler, which begins with a capital, as ids cannot. */
export const helper = (what: string, id: string): string => stateName(`${what} ${id}`);

/** Variable that holds the output of a step. Ids have no underscore, so two ids never share a variable. */
export const variableName = (step: string): string => suffixed('step', step);

/** Variable that the compiler keeps for a step. */
export function suffixed(what: string, step: string): string {
  return stateName(`${what}_${step.replaceAll('-', '_')}`).replaceAll('-', '_');
}

/** Variable that holds `$error` as the innermost handler around knows it. One frame cannot hide a variable of another. */
export function errorVariable(scope: Scope): string {
  const handler = enclosing(scope).find(({ kind }) => kind === 'handler');
  return handler?.parent ? suffixed('error', handler.parent.step.id) : 'error';
}

/** Placeholder of a function's ARN in the definition: `fn_reserve_undo` for the function of key `reserve.undo`. */
export function substitution(key: string): string {
  return `fn_${key.replaceAll(/[-.]/g, '_')}`;
}

/** Name of a member in JSONata, quoted where it has to be. */
export function member(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) && !KEYWORDS.has(name) ? name : `\`${name}\``;
}

const KEYWORDS = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function']);
