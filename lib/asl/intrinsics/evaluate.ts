import { Failure } from '../failure.ts';
import type { Scope } from '../jsonpath/expression.ts';
import { resolvePath } from '../jsonpath/expression.ts';
import type { Json } from '../types.ts';
import { INTRINSICS } from './functions.ts';
import type { Expression } from './parse.ts';
import { parseIntrinsic } from './parse.ts';

/**
 * Evaluates a call of an intrinsic function.
 * @throws Failure `States.IntrinsicFailure`; PathNotFound when an argument's path leads nowhere
 */
export function evaluateIntrinsic(text: string, scope: Scope): Json {
  return evaluate(parse(text), scope);
}

function parse(text: string): Expression {
  try {
    return parseIntrinsic(text);
  } catch (error) {
    throw new Failure('States.Runtime', (error as Error).message);
  }
}

function evaluate(expression: Expression, scope: Scope): Json {
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind === 'path') return resolvePath(expression.path, scope);
  if (expression.kind === 'string') return unquote(expression.raw);
  return call(expression, scope);
}

const unquote = (raw: string): string => raw.replace(/\\(['{}\\])/g, '$1');

function call(expression: Expression & { kind: 'call' }, scope: Scope): Json {
  const intrinsic = INTRINSICS[expression.name];
  if (!intrinsic) throw new Failure('States.Runtime', `There is no intrinsic function '${expression.name}'`);
  const values = expression.arguments.map((argument, index) =>
    argument.kind === 'string' && index === 0 && expression.name === 'States.Format'
      ? argument.raw
      : evaluate(argument, scope),
  );
  try {
    return intrinsic(values, scope.random);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      'States.IntrinsicFailure',
      `The function '${expression.text}' had the following error: ${(error as Error).message}`,
    );
  }
}
