import type { Json } from '../types.ts';
import { isObject } from '../types.ts';
import type { Bindings } from './evaluate.ts';
import { evaluate } from './evaluate.ts';

const EXPRESSION = /^\{%([\s\S]*)%\}$/;

/** The expression inside `{% … %}`, or undefined for any other text. */
export const expressionIn = (text: string): string | undefined => EXPRESSION.exec(text)?.[1]?.trim();

/**
 * Evaluates every `{% … %}` inside a value; anything else stays as it is.
 * @param location name of the field; members are `/name`, elements `[index]`
 * @throws Failure `States.QueryEvaluationError`
 */
export async function evaluateTemplate(template: Json, location: string, bindings: Bindings): Promise<Json> {
  if (typeof template === 'string') {
    const expression = expressionIn(template);
    return expression === undefined ? template : evaluate(expression, location, bindings);
  }
  if (Array.isArray(template)) return evaluateArray(template, location, bindings);
  return isObject(template) ? evaluateObject(template, location, bindings) : template;
}

async function evaluateArray(template: Json[], location: string, bindings: Bindings): Promise<Json[]> {
  const values: Json[] = [];
  for (const [index, element] of template.entries()) {
    values.push(await evaluateTemplate(element, `${location}[${index}]`, bindings));
  }
  return values;
}

async function evaluateObject(template: Record<string, Json>, location: string, bindings: Bindings): Promise<Json> {
  const object: Record<string, Json> = {};
  for (const [name, value] of Object.entries(template)) {
    object[name] = await evaluateTemplate(value, `${location}/${name}`, bindings);
  }
  return object;
}
