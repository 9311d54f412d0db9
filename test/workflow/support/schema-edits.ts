import fc from 'fast-check';
import { anySchema, type Schema } from './schemas.ts';

/** A schema after a random edit, somewhere in it. */
export function editOf(schema: Schema): fc.Arbitrary<Schema> {
  const here = [...editsHere(schema)];
  const below = [...editsBelow(schema)];
  return fc.oneof(fc.constant(schema), ...here, ...below, ...below);
}

function* editsHere(schema: Schema): Generator<fc.Arbitrary<Schema>> {
  for (const key of Object.keys(schema)) {
    const { [key]: value, ...rest } = schema;
    if (key !== 'type' && key !== 'items') yield fc.constant(rest);
    if (typeof value === 'number')
      yield fc.integer({ min: -2, max: 2 }).map((change) => ({
        ...schema,
        [key]: Math.max(value + change, key.startsWith('m') && key !== 'minimum' && key !== 'maximum' ? 0 : -9),
      }));
  }
  yield anySchema.map((other) => ({ anyOf: [schema, other] }));
  if (Array.isArray(schema.enum))
    yield fc.constantFrom<Schema>(
      { ...schema, enum: [...schema.enum, 'new'] },
      { ...schema, enum: schema.enum.slice(1, 2) },
    );
  if (schema.type === 'integer')
    yield fc.constantFrom<Schema>(
      { ...schema, type: 'number' },
      { ...schema, type: ['integer', 'null'] },
      { ...schema, multipleOf: 2 },
    );
  if (schema.type === 'string')
    yield fc.constantFrom<Schema>(
      { ...schema, maxLength: 4 },
      { ...schema, type: ['string', 'null'] },
      { ...schema, pattern: '^[a-z]*$' },
    );
  if (schema.type === 'object') {
    const required = (schema.required ?? []) as string[];
    yield fc.constantFrom<Schema>(
      { ...schema, required: [...new Set([...required, 'a'])] },
      { ...schema, required: required.slice(1) },
      { ...schema, additionalProperties: false },
      { ...schema, additionalProperties: { type: 'string' } },
      { ...schema, maxProperties: 2 },
      { ...schema, patternProperties: { '^x': { type: 'string' } } },
    );
    yield anySchema.map((added) => ({ ...schema, properties: { ...(schema.properties as object), b: added } }));
  }
  if (schema.type === 'array')
    yield fc.constantFrom<Schema>(
      { ...schema, maxItems: 1 },
      { ...schema, uniqueItems: true },
      { ...schema, prefixItems: [{}] },
    );
}

function* editsBelow(schema: Schema): Generator<fc.Arbitrary<Schema>> {
  if (typeof schema.items === 'object') yield editOf(schema.items as Schema).map((items) => ({ ...schema, items }));
  for (const [name, member] of Object.entries((schema.properties ?? {}) as Record<string, Schema>))
    yield editOf(member).map((edited) => ({
      ...schema,
      properties: { ...(schema.properties as object), [name]: edited },
    }));
  for (const key of ['anyOf', 'allOf']) {
    const choices = schema[key] as Schema[] | undefined;
    for (const [index, each] of (choices ?? []).entries())
      yield editOf(each).map((edited) => ({ ...schema, [key]: choices!.with(index, edited) }));
  }
}
