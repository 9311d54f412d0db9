/** As much of JSON Schema as `editorSchema` uses. */
export interface Schema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  examples?: unknown[];
  $ref?: string;
  definitions?: Record<string, Schema>;
}

/** A row for each member of an object, members of its members included: name, what it is, what it is for. */
export function membersOf(schema: Schema, prefix: string, root: Schema): string[][] {
  return objectsIn(schema, prefix).flatMap(([path, { properties = {}, required = [] }]) =>
    Object.entries(properties).flatMap(([name, property]) => {
      const at = `${path}${name}`;
      const isNeeded = required.includes(name);
      const row = [`\`${at}\``, `${isNeeded ? 'needed, ' : ''}${typeOf(property)}`, property.description ?? ''];
      return [row, ...membersOf(property, `${at}.`, root)];
    }),
  );
}

/** The objects that a schema allows, with where their members stand. Steps are told apart. */
function objectsIn(schema: Schema, prefix: string): [path: string, object: Schema][] {
  if (schema.properties) return [[prefix, schema]];
  const { additionalProperties: values, items, anyOf, oneOf } = schema;
  const inValues = typeof values === 'object' ? objectsIn(values, `${prefix}<name>.`) : [];
  const inItems = items ? objectsIn(items, `${prefix.replace(/\.$/, '')}[].`) : [];
  return [...inValues, ...inItems, ...firstOfEach([...(anyOf ?? []), ...(oneOf ?? [])], prefix)];
}

/** Of several forms every member once. */
function firstOfEach(forms: readonly Schema[], prefix: string): [string, Schema][] {
  const seen = new Set<string>();
  return forms.flatMap((form) =>
    objectsIn(form, prefix).map(([path, object]): [string, Schema] => {
      const fresh = Object.entries(object.properties ?? {}).filter(([name]) => !seen.has(`${path}${name}`));
      for (const [name] of fresh) seen.add(`${path}${name}`);
      return [path, { ...object, properties: Object.fromEntries(fresh) }];
    }),
  );
}

function typeOf(schema: Schema): string {
  const name = nameOf(schema);
  const { default: standard } = schema;
  const isTold = standard !== undefined && JSON.stringify(standard) !== '[]' && JSON.stringify(standard) !== '{}';
  return isTold ? `${name}; \`${String(standard)}\` if left out` : name;
}

function nameOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(' ');
  if (schema.$ref) return 'a step';
  if (schema.examples) return 'a duration';
  const forms = schema.anyOf ?? schema.oneOf;
  if (forms) return [...new Set(forms.map(nameOf))].join(', or ');
  if (schema.type === 'array') return `a list${schema.items?.$ref ? ' of steps' : ''}`;
  return TYPES[String(schema.type)] ?? 'any value';
}

const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  null: 'null',
};
