import { evaluateIntrinsic } from '../intrinsics/evaluate.ts';
import type { Randomness } from '../randomness.ts';
import type { Json, JsonObject } from '../types.ts';
import { PathNotFound, query } from './query.ts';

/** What a path can refer to: `$` the input, `$$` the context object, `$name` a variable. */
export interface Scope {
  input: Json;
  context: JsonObject;
  variables: JsonObject;
  random: Randomness;
}

const VARIABLE = /^\$([\p{ID_Start}_][\p{ID_Continue}]*)(.*)$/su;

/** The name of the variable that a path starts from, or undefined when it starts from the input or the context. */
export const variableOf = (path: string): string | undefined => VARIABLE.exec(path)?.[1];

/** @throws PathNotFound when a definite path leads nowhere. */
export function resolvePath(path: string, scope: Scope): Json {
  if (path.startsWith('$$')) return query(path.slice(1), scope.context);
  const [, name, rest] = VARIABLE.exec(path) ?? [];
  if (name === undefined) return query(path, scope.input);
  if (!Object.hasOwn(scope.variables, name)) throw new PathNotFound(`The variable '${name}' has no value`);
  return query(`$${rest}`, scope.variables[name] as Json);
}

export const isIntrinsic = (expression: string): boolean => /^\s*States\.\w+\s*\(/.test(expression);

/** A path or an intrinsic function. @throws PathNotFound; Failure `States.IntrinsicFailure` */
export const resolve = (expression: string, scope: Scope): Json =>
  isIntrinsic(expression) ? evaluateIntrinsic(expression, scope) : resolvePath(expression, scope);
