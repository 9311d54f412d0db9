import type { Diagnostic } from '../diagnostic.ts';
import { schemaError } from '../diagnostic.ts';
import { INTRINSICS } from '../intrinsics/functions.ts';
import type { Expression } from '../intrinsics/parse.ts';
import { parseIntrinsic } from '../intrinsics/parse.ts';
import { isIntrinsic } from '../jsonpath/expression.ts';
import { parsePath } from '../jsonpath/parse.ts';
import type { State, StateMachine } from '../types.ts';
import { isObject } from '../types.ts';
import { statesIn } from './walk.ts';

const TEMPLATES: readonly (keyof State)[] = ['Parameters', 'ResultSelector', 'ItemSelector', 'Assign', 'Credentials'];

/** In JSONPath states, the value of a field whose name ends in `.$` is a path or a call of an intrinsic function. */
export const paths = (definition: StateMachine): Diagnostic[] =>
  statesIn(definition)
    .filter(({ language }) => language === 'JSONPath')
    .flatMap(({ state, location }) => TEMPLATES.flatMap((field) => check(state[field], `${location}/${field}`)));

function check(value: unknown, location: string): Diagnostic[] {
  if (Array.isArray(value)) return value.flatMap((element, index) => check(element, `${location}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const place = `${location}/${name}`;
    if (!name.endsWith('.$')) return check(member, place);
    return typeof member === 'string' && isValid(member) ? [] : [invalid(name, place)];
  });
}

const invalid = (name: string, location: string): Diagnostic =>
  schemaError(
    `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`,
    location,
  );

function isValid(expression: string): boolean {
  try {
    if (isIntrinsic(expression)) return isKnown(parseIntrinsic(expression));
    return isPath(expression);
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

function isKnown(expression: Expression): boolean {
  if (expression.kind === 'path') return isPath(expression.path);
  if (expression.kind !== 'call') return true;
  return expression.name in INTRINSICS && expression.arguments.every(isKnown);
}

function isPath(path: string): boolean {
  if (!path.startsWith('$')) return false;
  const rest = path.replace(/^\$\$/, '$').replace(/^\$[\p{ID_Start}_][\p{ID_Continue}]*/u, '$');
  return parsePath(rest).length >= 0;
}
