import { isRecord } from './data.ts';
import type { Files } from './files.ts';
import { type Model, toolOf } from './model.ts';
import type { Step } from './schema.ts';
import type { JsonSchema } from './steps/common.ts';

/** Whether a step gives something that later steps can read. */
export function hasOutput(step: Step): boolean {
  return step.kind !== 'choice' && step.kind !== 'wait';
}

const ANYTHING: JsonSchema = {};

/** Schema of `$steps.<id>`: what the step promises. Empty where it promises nothing. */
export function outputOf(step: Step, { workflow, files }: Model): JsonSchema {
  if (step.kind === 'tool') return toolOf(workflow, step.tool)?.output ?? ANYTHING;
  if (step.kind === 'agent') return loadSchema(step.output, files);
  if (step.kind === 'approval') return decision(step.form === undefined ? ANYTHING : loadSchema(step.form, files));
  return ANYTHING;
}

/** What an approval gives: who decided what, and the fields as they left the person's hands. */
function decision(fields: JsonSchema): JsonSchema {
  const text = { type: 'string' };
  return {
    type: 'object',
    required: ['decision', 'by', 'at', 'fields'],
    properties: { decision: text, by: text, at: text, proof: text, comment: text, fields },
  };
}

/** A schema in place, or from its file. A file that is missing or no JSON object promises nothing; other rules say so. */
export function loadSchema(schema: string | JsonSchema, files: Files): JsonSchema {
  if (typeof schema !== 'string') return schema;
  const parsed = files.exists(schema) ? parseJson(files.read(schema)) : undefined;
  return isRecord(parsed) ? (parsed as JsonSchema) : ANYTHING;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // `invalid-json-schema` reports it with its place.
    return undefined;
  }
}

/** A name on the way into a value that its schema does not have, with those that it has. */
export interface Unknown {
  index: number;
  known: string[];
}

/** Follows names into a schema as JSONata does, lists included. Undefined if all are there, or may be. */
export function firstUnknown(schema: unknown, names: readonly string[]): Unknown | undefined {
  let inner: unknown = schema;
  for (const [index, name] of names.entries()) {
    inner = itemsOf(inner);
    if (!isClosed(inner)) return undefined;
    if (!Object.hasOwn(inner.properties, name)) return { index, known: Object.keys(inner.properties) };
    inner = inner.properties[name];
  }
  return undefined;
}

/** A name that is read off a list is read off each of its items. */
function itemsOf(schema: unknown): unknown {
  let inner = schema;
  while (isRecord(inner) && isRecord(inner.items)) inner = inner.items;
  return inner;
}

/** A schema that names all its members. One that composes others, or lets more in, is not looked into. */
function isClosed(schema: unknown): schema is { properties: Record<string, unknown> } {
  if (!isRecord(schema) || !isRecord(schema.properties)) return false;
  const opens = ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'patternProperties', '$dynamicRef'];
  if (opens.some((key) => key in schema)) return false;
  return schema.additionalProperties === undefined || schema.additionalProperties === false;
}
