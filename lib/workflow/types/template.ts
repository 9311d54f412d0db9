import { isRecord } from '../data.ts';
import { expressionOf } from '../expressions.ts';
import { fromValue, tupleOf } from './from-schema.ts';
import { type Environment, inferExpression } from './infer.ts';
import { type Node, parse } from './node.ts';
import { objectOf, type Type, UNKNOWN } from './type.ts';

/** The type of a template: a literal is its value, an expression what it gives. An absent member is absent in the type, though it fails. */
export function inferTemplate(template: unknown, environment: Environment): Type {
  if (typeof template === 'string') {
    const source = expressionOf(template);
    return source === undefined ? fromValue(template) : inferSource(source, environment);
  }
  if (Array.isArray(template)) return tupleOf(template.map((element) => inferTemplate(element, environment)));
  if (!isRecord(template)) return fromValue(template);
  const members = Object.entries(template).map(([name, value]) => [name, inferTemplate(value, environment)] as const);
  return objectOf(Object.fromEntries(members));
}

/** The type of an expression, without the delimiters. One that breaks the syntax is `UNKNOWN`: another rule says so. */
export function inferSource(source: string, environment: Environment): Type {
  const node = parsed(source);
  return node ? inferExpression(node, environment) : UNKNOWN;
}

/** Undefined where the syntax breaks. */
export function parsed(source: string): Node | undefined {
  try {
    return parse(source);
  } catch (error) {
    const { code } = error as { code?: unknown };
    // A `SyntaxError` is of a regular expression inside.
    if (typeof code === 'string' || error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
