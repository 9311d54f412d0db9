import jsonata from 'jsonata';
import { queryFailure } from '../failure.ts';
import type { Randomness } from '../randomness.ts';
import type { Json, JsonObject } from '../types.ts';
import { functions } from './functions.ts';

/** What an expression sees. The time and the randomness are those of the event that is being processed. */
export interface Bindings {
  /** `$states`: input, context, and where there is one result or errorOutput. */
  states: JsonObject;
  variables: JsonObject;
  now: number;
  random: Randomness;
}

/**
 * Depth and length bound an expression the same on every machine. The clock (milliseconds) is the last resort, against
 * recursion that never ends: far beyond what any expression that ends takes.
 */
const BOUNDS = { stack: 2000, sequence: 500_000, timeout: 5000 };

const compiled = new Map<string, jsonata.Expression>();

function compile(expression: string): jsonata.Expression {
  let known = compiled.get(expression);
  if (!known) {
    known = jsonata(expression, BOUNDS);
    if (compiled.size > 5000) compiled.clear();
    compiled.set(expression, known);
  }
  return known;
}

/** Checks the syntax. @throws an error with `code`, `message` and `position` as JSONata gives them. */
export const checkSyntax = (expression: string): jsonata.ExprNode => jsonata(expression).ast();

/**
 * Evaluates one expression, without its `{% %}`.
 * @param location the field that holds it, as AWS names it: `Arguments/Entries[0]/Detail`
 * @throws Failure `States.QueryEvaluationError`, in AWS's words, when it throws or gives nothing
 */
export async function evaluate(expression: string, location: string, bindings: Bindings): Promise<Json> {
  const value = await attempt(expression, location, bindings);
  if (value === undefined) {
    throw queryFailure(`${where(expression, location)} returned nothing (undefined).`, location);
  }
  if (typeof value === 'function' || isLambda(value)) {
    throw queryFailure(`${where(expression, location)} returned an unsupported result type.`, location);
  }
  return JSON.parse(JSON.stringify(value, withoutFunctions)) as Json;
}

async function attempt(expression: string, location: string, bindings: Bindings): Promise<unknown> {
  try {
    const query = compile(expression);
    return await query.evaluate(undefined, {
      ...bindings.variables,
      states: bindings.states,
      ...functions(bindings.now, bindings.random),
    });
  } catch (error) {
    throw queryFailure(`${where(expression, location)} threw an error during evaluation${reason(error)}`, location);
  }
}

const where = (expression: string, location: string): string =>
  `The JSONata expression '${expression}' specified for the field '${location}'`;

/** A coded message of JSONata is a sentence of its own; that of a function added by Step Functions is not. */
function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ? `. ${code}: ${message}` : `: ${message}`;
}

const isLambda = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value);

const withoutFunctions = (_: string, value: unknown): unknown =>
  typeof value === 'function' || isLambda(value) ? undefined : value;
