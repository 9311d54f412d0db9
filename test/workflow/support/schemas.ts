import fc from 'fast-check';

export type Schema = Record<string, unknown>;

const NAMES = ['a', 'b', 'list', 'name'] as const;
export const name = fc.constantFrom(...NAMES);

function scalar(): fc.Arbitrary<Schema> {
  const number = fc.integer({ min: -3, max: 3 });
  const range = fc.tuple(number, fc.nat({ max: 4 })).map(([minimum, more]) => ({ minimum, maximum: minimum + more }));
  const lengths = fc
    .tuple(fc.nat({ max: 2 }), fc.nat({ max: 3 }))
    .map(([min, more]) => ({ minLength: min, maxLength: min + more }));
  const maybe = (arbitrary: fc.Arbitrary<Schema>) => fc.option(arbitrary, { nil: {} as Schema });
  return fc.oneof(
    fc.constantFrom<Schema>(
      { type: 'null' },
      { type: 'boolean' },
      { type: ['string', 'null'] },
      { type: ['integer', 'null'] },
      {},
    ),
    maybe(range).map((rest) => ({ type: 'integer', ...rest })),
    maybe(range).map((rest) => ({ type: 'number', ...rest })),
    maybe(lengths).map((rest) => ({ type: 'string', ...rest })),
    fc.constantFrom<Schema>(
      { enum: ['a', 'b'] },
      { enum: [1, 'x', null] },
      { const: 'yes' },
      { type: 'string', pattern: '^[0-9a-f]{2,4}$' },
      { type: 'integer', exclusiveMinimum: 0 },
    ),
  );
}

/** Random schemas of the kinds that people write, over few names, so that expressions hit what is there. */
export const { schema: anySchema, object: objectSchema } = fc.letrec<{ schema: Schema; object: Schema; array: Schema }>(
  (tie) => ({
    schema: fc.oneof(
      { depthSize: 'xsmall', withCrossShrink: true },
      scalar(),
      tie('object'),
      tie('array'),
      fc.tuple(tie('schema'), tie('schema')).map((anyOf) => ({ anyOf })),
      fc.tuple(tie('object'), tie('object')).map((allOf) => ({ allOf })),
    ),
    object: fc
      .tuple(
        fc.dictionary(name, tie('schema'), { maxKeys: 3, noNullPrototype: true }),
        fc.subarray([...NAMES]),
        fc.boolean(),
      )
      .map(([properties, wanted, closed]) => ({
        type: 'object',
        properties,
        required: wanted.filter((each) => Object.hasOwn(properties, each) || !closed),
        ...(closed && { additionalProperties: false }),
      })),
    array: fc
      .tuple(tie('schema'), fc.nat({ max: 2 }), fc.nat({ max: 2 }), fc.boolean())
      .map(([items, minItems, more, bounded]) => ({
        type: 'array',
        items,
        ...(minItems > 0 && { minItems }),
        ...(bounded && { maxItems: minItems + more }),
      })),
  }),
);

const anyJson = fc.jsonValue({ maxDepth: 2 });

/** Random values that a schema of the above accepts, or undefined where it accepts none. */
export function instanceOf(schema: Schema): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.anyOf)) return fc.oneof(...(schema.anyOf as Schema[]).map(instanceOf));
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.allOf))
    return fc
      .tuple(...(schema.allOf as Schema[]).map(instanceOf))
      .map((parts) => Object.assign({}, ...parts) as unknown);
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => instanceOf({ ...schema, type })));
  const make = Object.hasOwn(MAKERS, String(schema.type)) ? MAKERS[String(schema.type)] : undefined;
  return make ? make(schema) : anyJson;
}

const bound = (schema: Schema, key: string, none: number) =>
  typeof schema[key] === 'number' ? (schema[key] as number) : none;

const MAKERS: Record<string, (schema: Schema) => fc.Arbitrary<unknown>> = {
  null: () => fc.constant(null),
  boolean: () => fc.boolean(),
  integer: (schema) =>
    fc.integer({
      min: bound(schema, 'minimum', 'exclusiveMinimum' in schema ? 1 : -100),
      max: bound(schema, 'maximum', 100),
    }),
  number: (schema) =>
    fc
      .double({ min: bound(schema, 'minimum', -1e9), max: bound(schema, 'maximum', 1e9), noNaN: true })
      .map((n) => n + 0),
  string: (schema) =>
    typeof schema.pattern === 'string'
      ? fc.stringMatching(new RegExp(schema.pattern, 'u'))
      : fc.string({
          minLength: bound(schema, 'minLength', 0),
          maxLength: bound(schema, 'maxLength', 6),
          unit: 'grapheme-ascii',
        }),
  array: (schema) => {
    const minLength = bound(schema, 'minItems', 0);
    return fc.array(instanceOf(schema.items as Schema), {
      minLength,
      maxLength: bound(schema, 'maxItems', minLength + 3),
    });
  },
  object: ({ properties = {}, required = [], additionalProperties }) => {
    const named = Object.fromEntries(
      Object.entries(properties as Record<string, Schema>).map(([key, each]) => [key, instanceOf(each)]),
    );
    const others = (required as string[]).filter((key) => !Object.hasOwn(named, key));
    const all = { ...named, ...Object.fromEntries(others.map((key) => [key, anyJson])) };
    const own = fc.record(all, { requiredKeys: required as string[], noNullPrototype: true });
    if (additionalProperties === false) return own;
    return fc
      .tuple(own, fc.dictionary(fc.constantFrom('x', 'y'), anyJson, { maxKeys: 1, noNullPrototype: true }))
      .map(([object, more]) => ({
        ...more,
        ...object,
      }));
  },
};
