import { runtimeFailure } from '../failure.ts';
import type { Json } from '../types.ts';
import { isObject } from '../types.ts';
import type { Scope } from './expression.ts';
import { resolve } from './expression.ts';
import { PathNotFound } from './query.ts';

/**
 * Fills a payload template: fields whose names end in `.$` hold a path or an intrinsic function.
 * @throws Failure `States.Runtime` naming the field whose path leads nowhere
 */
export function fill(template: Json, scope: Scope): Json {
  if (Array.isArray(template)) return template.map((element) => fill(element, scope));
  if (!isObject(template)) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => fillField(name, value, scope)));
}

function fillField(name: string, value: Json, scope: Scope): [string, Json] {
  if (!name.endsWith('.$')) return [name, fill(value, scope)];
  if (typeof value !== 'string') {
    throw runtimeFailure(
      `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`,
    );
  }
  return [name.slice(0, -2), resolveField(value, name, scope)];
}

/** Resolves the path or intrinsic of one field. @throws Failure `States.Runtime` in AWS's words */
export function resolveField(expression: string, field: string, scope: Scope): Json {
  try {
    return resolve(expression, scope);
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error;
    throw runtimeFailure(
      `The JSONPath '${expression}' specified for the field '${field}' could not be found in the input ` +
        `'${JSON.stringify(scope.input)}'`,
    );
  }
}
