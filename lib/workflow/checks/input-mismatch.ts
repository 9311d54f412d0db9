import { isRecord } from '../data.ts';
import { expressionOf } from '../expressions.ts';
import { toolOf } from '../model.ts';
import type { Finding, Path } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { suggestion } from '../suggest.ts';

/** What a step hands to a tool fits the tool's contract, as far as can be seen before it runs: names and fixed values. */
export const inputMismatch: Rule = {
  code: 'input-mismatch',
  severity: 'error',
  *check({ places, workflow }) {
    for (const { step, path } of places) {
      if (step.kind !== 'tool') continue;
      const own = toolOf(workflow, step.tool);
      if (own) yield* compare(step.input ?? {}, own.input, [...path, 'input'], step.tool);
      const back = step.compensate && toolOf(workflow, step.compensate.tool);
      if (back)
        yield* compare(
          step.compensate?.input ?? {},
          back.input,
          [...path, 'compensate', 'input'],
          step.compensate!.tool,
        );
    }
  },
};

/** Holds a template against a schema. What an expression gives is known only when it runs. */
function* compare(value: unknown, schema: unknown, path: Path, tool: string): Generator<Finding> {
  if (!isRecord(schema) || (typeof value === 'string' && expressionOf(value) !== undefined)) return;
  if (!hasType(value, schema))
    yield { message: `${JSON.stringify(value)} is not ${wanted(schema)}, which '${tool}' expects`, path };
  else if (isRecord(value)) yield* compareMembers(value, schema, path, tool);
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* compare(item, schema.items, [...path, index], tool);
}

function* compareMembers(
  value: Record<string, unknown>,
  schema: Record<string, unknown>,
  path: Path,
  tool: string,
): Generator<Finding> {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  for (const name of Array.isArray(schema.required) ? schema.required.map(String) : []) {
    if (!Object.hasOwn(value, name))
      yield { message: `'${tool}' needs '${name}', which is not given`, path, fix: `add '${name}:'` };
  }
  for (const [name, member] of Object.entries(value)) {
    if (Object.hasOwn(properties, name)) yield* compare(member, properties[name], [...path, name], tool);
    else if (schema.additionalProperties === false) {
      const fix = suggestion(name, Object.keys(properties));
      yield { message: `'${tool}' takes no '${name}'`, path: [...path, name], key: true, ...(fix && { fix }) };
    }
  }
}

function hasType(value: unknown, { type, enum: options, const: only }: Record<string, unknown>): boolean {
  if (Array.isArray(options)) return options.includes(value);
  if (only !== undefined) return only === value;
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type : undefined;
  return types === undefined || types.some((name) => isOfType(value, String(name)));
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isRecord(value);
  // A type that does not exist is a mistake of the schema, which has a rule of its own.
  return !['string', 'number', 'boolean'].includes(type) || typeof value === type;
}

function wanted({ type, enum: options, const: only }: Record<string, unknown>): string {
  if (Array.isArray(options)) return `one of ${options.map((option) => JSON.stringify(option)).join(', ')}`;
  if (only !== undefined) return JSON.stringify(only);
  return `of type ${Array.isArray(type) ? type.join(' or ') : String(type)}`;
}
