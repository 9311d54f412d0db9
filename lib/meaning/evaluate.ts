import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import { Problem } from './problem.ts';
import type { Json } from './world.ts';

/** What expressions may name, without the `$`. */
export type Names = Readonly<Record<string, unknown>>;

/** A template with every `{% … %}` in it evaluated. Throws `States.QueryEvaluationError` where one gives nothing. */
export async function evaluate(template: unknown, names: Names): Promise<Json> {
  if (typeof template === 'string') return text(template, names);
  if (typeof template !== 'object' || template === null) return template as Json;
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const item of template) items.push(await evaluate(item, names));
    return items;
  }
  const members: [string, Json][] = [];
  for (const [key, member] of Object.entries(template)) members.push([key, await evaluate(member, names)]);
  return Object.fromEntries(members);
}

/** As `evaluate`, for a place where only true and false make sense. */
export async function isTrue(expression: string, names: Names): Promise<boolean> {
  const value = await evaluate(expression, names);
  if (typeof value === 'boolean') return value;
  throw unusable(expression, `gives ${JSON.stringify(value)}, and neither true nor false`);
}

/** Of an expression that gives nothing, or nothing that can be used. */
export const unusable = (expression: string, why: string): Problem =>
  new Problem('States.QueryEvaluationError', `the expression ${expression} ${why}`);

/** A list, whatever the expression gives: nothing is an empty one, a value that is none a list of it alone. */
export async function listOf(expression: string, names: Names): Promise<Json[]> {
  const value = await given(expression, names);
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

async function text(value: string, names: Names): Promise<Json> {
  if (sourceOf(value) === undefined) return value;
  const json = await given(value, names);
  if (json === undefined) throw unusable(value, 'gives nothing');
  return json;
}

const sourceOf = (expression: string): string | undefined => /^\{%([\s\S]*)%\}$/.exec(expression)?.[1];

/** What an expression gives, as JSON. Functions are none, and become nothing. */
async function given(expression: string, names: Names): Promise<Json | undefined> {
  const result = await query(sourceOf(expression)!, names).catch((error: Error) => {
    throw unusable(expression, `fails: ${error.message}`);
  });
  const json = result === undefined || isFunction(result) ? undefined : JSON.stringify(result);
  return json === undefined ? undefined : (JSON.parse(json) as Json);
}

const parsed = new Map<string, jsonata.Expression>();

function query(source: string, names: Names): Promise<unknown> {
  const expression = parsed.get(source) ?? jsonata(source);
  parsed.set(source, expression);
  return expression.evaluate(undefined, { ...names, ...FUNCTIONS });
}

const isFunction = (value: unknown): boolean =>
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value));

/** What Step Functions adds to JSONata, as far as it needs neither clock nor chance. */
const FUNCTIONS: Names = {
  parse: (json?: string) => (json === undefined ? undefined : JSON.parse(json)),
  hash: (value: string | undefined, name: string) =>
    value === undefined ? undefined : createHash(name.replace('-', '').toLowerCase()).update(value).digest('hex'),
  range: (first: number, last: number, step: number) => {
    const numbers: number[] = [];
    for (let next = first; step > 0 ? next <= last : next >= last; next += step) numbers.push(next);
    return numbers.length > 1 ? numbers : numbers[0];
  },
  partition: (list: Json[], size: number) => {
    const parts: Json[][] = [];
    for (let from = 0; from < list.length; from += size) parts.push(list.slice(from, from + size));
    return parts;
  },
};
