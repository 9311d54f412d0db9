import type { DecisionTable } from '../decisions/schema.ts';
import { isRecord } from './data.ts';
import type { Files } from './files.ts';
import { type Model, toolOf } from './model.ts';
import { schemaFile } from './registry/reference.ts';
import type { Step, StepKind, StepTypes } from './schema.ts';
import type { JsonSchema } from './steps/common.ts';

/** Whether a step gives something that later steps can read under its own name. */
export function hasOutput({ kind }: Step): boolean {
  return kind !== 'choice' && kind !== 'wait' && kind !== 'scope';
}

const ANYTHING: JsonSchema = {};

type Outputs = { [Kind in StepKind]?: (step: StepTypes[Kind], model: Model) => JsonSchema };

/** What each kind promises. A kind that is not here promises nothing. */
const OUTPUTS: Outputs = {
  tool: ({ tool }, { workflow }) => toolOf(workflow, tool)?.output ?? ANYTHING,
  agent: ({ output }, { files }) => loadSchema(output, files),
  team: ({ output }, { files }) => loadSchema(output, files),
  decision: (step) => (step.table ? decidedByTable(step.table) : decidedByModel(step.ask?.outcomes ?? [])),
  approval: ({ form }, { files }) => decision(form === undefined ? ANYTHING : loadSchema(form, files)),
  signal: ({ output }, { files }) => (output === undefined ? ANYTHING : loadSchema(output, files)),
  workflow: ({ wait, output }, { files }) =>
    wait ? (output === undefined ? ANYTHING : loadSchema(output, files)) : closed({ run: text(40) }),
  loop: () => closed({ rounds: { type: 'integer', minimum: 1 }, done: { type: 'boolean' } }),
  map: ({ maxItems }) => ({ type: 'array', ...(maxItems !== undefined && { maxItems }) }),
};

/** Schema of `$steps.<id>`: what the step promises. Empty where it promises nothing. */
export function outputOf(step: Step, model: Model): JsonSchema {
  const promise = OUTPUTS[step.kind] as ((step: Step, model: Model) => JsonSchema) | undefined;
  return promise?.(step, model) ?? ANYTHING;
}

const TEXT = { type: 'string' };

const closed = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

/** A text of at most so many characters. */
const text = (maxLength: number): JsonSchema => ({ type: 'string', maxLength });

/** Characters of what a model says of its choice, and of what is added when it was not sure enough. */
const EXPLANATION = 2500;

/** Characters of a comment, which the API and the page take. */
const COMMENT = 2000;

/** What an approval gives: who decided what, and the fields as they left the person's hands. */
function decision(fields: JsonSchema): JsonSchema {
  return {
    type: 'object',
    required: ['decision', 'by', 'at', 'fields'],
    additionalProperties: false,
    properties: { decision: text(20), by: text(200), at: text(40), proof: text(40), comment: text(COMMENT), fields },
  };
}

const decidedByModel = (outcomes: readonly string[]): JsonSchema =>
  closed({
    outcome: { enum: [...outcomes] },
    confidence: { type: 'number', minimum: 0, maximum: 1 },
    explanation: text(EXPLANATION),
  });

/** What the rules that hit say together: one row of the outputs, all rows that hit, or one number. */
function decidedByTable(table: DecisionTable): JsonSchema {
  const rules = { type: 'array', maxItems: table.rules.length, items: { enum: table.rules.map(({ id }) => id) } };
  return closed({ result: resultOf(table), rules, explanation: TEXT });
}

function resultOf({ hit, aggregate, outputs, rules, otherwise }: DecisionTable): JsonSchema {
  if (aggregate) return closed(Object.fromEntries(Object.keys(outputs).map((name) => [name, { type: 'number' }])));
  const rows = [...rules, ...(otherwise ? [otherwise] : [])];
  const required = Object.keys(outputs).filter((name) => rows.every((row) => Object.hasOwn(row.then, name)));
  const row: JsonSchema = { type: 'object', required, additionalProperties: false, properties: outputs };
  return hit === 'collect' ? { type: 'array', maxItems: rows.length, items: row } : row;
}

/** A schema in place, from its file, or from the registry. A file that is missing or no JSON object promises nothing; other rules say so. */
export function loadSchema(schema: string | JsonSchema, files: Files): JsonSchema {
  if (typeof schema !== 'string') return schema;
  const file = schemaFile(schema);
  const parsed = files.exists(file) ? parseJson(files.read(file)) : undefined;
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
