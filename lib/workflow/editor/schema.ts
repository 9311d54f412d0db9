import * as z from 'zod';
import { ACCESSES } from '../resources.ts';
import { workflow } from '../schema.ts';
import { grant } from '../steps/common.ts';

type Json = Record<string, unknown>;

/**
 * JSON Schema of a workflow file, for editors: completion, hover, and the mistakes that a schema can see. Draft 7,
 * because the language server that editors use for YAML reads that best. Descriptions are those of the zod schemas.
 */
export function editorSchema(): Json {
  const { $schema, ...schema } = z.toJSONSchema(workflow, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema, path }) => simplify(zodSchema, jsonSchema as Json, path.length === 0),
  }) as Json;
  return { $schema, title: 'Countersign workflow', description: 'A workflow file of Countersign.', ...named(schema) };
}

/** What the form says in ways that editors do not understand, or not as fast. */
function simplify(schema: unknown, json: Json, isRoot: boolean): void {
  // Any JSON: a schema of itself would only cost time.
  if (isAnyJson(schema)) for (const key of Object.keys(json)) if (key !== 'description') delete json[key];
  // A name is not checked where it stands as a key: the file is, by `countersign validate`.
  delete json.propertyNames;
  if (schema === grant) Object.assign(json, oneGrant());
  if (isRoot) delete json.id;
}

/** `z.json()`: a union of all that JSON has, to which it refers lazily. */
function isAnyJson(schema: unknown): boolean {
  const { def } = schema as z.ZodType;
  if (def.type === 'lazy') return isAnyJson((schema as z.ZodLazy).unwrap());
  const options =
    def.type === 'union' ? (schema as z.ZodUnion<z.ZodType[]>).options.map((option) => option.def.type) : [];
  return options.includes('null') && options.includes('record');
}

const oneGrant = (): Json => ({
  type: 'object',
  properties: Object.fromEntries(
    ACCESSES.map((access) => [access, { type: 'string', description: `May ${access} it.` }]),
  ),
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
});

/** Definitions get names that say what they are, in place of numbers; those that say nothing are left out. */
function named({ definitions = {}, ...schema }: Json): Json {
  const all = Object.entries(definitions as Record<string, Json>);
  const names = new Map(
    all.map(([key, definition]) => [key, 'oneOf' in definition ? 'step' : 'items' in definition ? 'steps' : key]),
  );
  const empty = new Set(all.filter(([, definition]) => Object.keys(definition).length === 0).map(([key]) => key));
  const kept = all.filter(([key]) => !empty.has(key)).map(([key, definition]) => [names.get(key), definition]);
  const renamed = (key: string, value: unknown) => {
    const [, name = ''] = (key === '$ref' && /^#\/definitions\/(.*)$/.exec(String(value))) || [];
    if (empty.has(name)) return undefined;
    return names.has(name) ? `#/definitions/${names.get(name)}` : value;
  };
  return JSON.parse(JSON.stringify({ ...schema, definitions: Object.fromEntries(kept) }, renamed));
}
