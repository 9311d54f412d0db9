import jsonata from 'jsonata';
import { Terminal } from './errors.ts';

/** What an expression may name: `$input`, `$steps`, `$run`, in a compensation also `$output` and `$error`. */
export type Bindings = Readonly<Record<string, unknown>>;

/**
 * Evaluates every `{% … %}` of a template, at any depth; everything else is itself. As in Step Functions, an expression
 * that yields nothing is an error: it throws Terminal `ExpressionFailed`, naming the expression.
 */
export async function evaluate(template: unknown, bindings: Bindings): Promise<unknown> {
  if (typeof template === 'string') return evaluateText(template, bindings);
  if (Array.isArray(template)) return Promise.all(template.map((member) => evaluate(member, bindings)));
  if (typeof template !== 'object' || template === null) return template;
  const members = Object.entries(template).map(async ([name, member]) => [name, await evaluate(member, bindings)]);
  return Object.fromEntries(await Promise.all(members));
}

async function evaluateText(text: string, bindings: Bindings): Promise<unknown> {
  const source = EXPRESSION.exec(text)?.[1];
  if (source === undefined) return text;
  const result = await run(source, bindings);
  if (result === undefined) throw new Terminal(`expression ${text} yields nothing`, 'ExpressionFailed');
  return result;
}

async function run(source: string, bindings: Bindings): Promise<unknown> {
  try {
    return plain(await jsonata(source).evaluate(undefined, { ...bindings }));
  } catch (error) {
    const { message } = error as { message: string };
    throw new Terminal(`expression {%${source}%}: ${message}`, 'ExpressionFailed', error);
  }
}

/** JSONata marks its sequences with hidden members; what leaves here is plain JSON. */
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

const EXPRESSION = /^\{%([\s\S]*)%\}$/;
