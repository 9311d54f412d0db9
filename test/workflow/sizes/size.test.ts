import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { sizeOf, sizeOfTemplate } from '../../../lib/workflow/sizes/size.ts';
import { fromSchema } from '../../../lib/workflow/types/from-schema.ts';
import { anySchema, instanceOf } from '../support/schemas.ts';

const ajv = new Ajv2020({ strict: false });
formats.default(ajv);
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const RUNS = { numRuns: Number(process.env.RUNS ?? 80) };

test('no value of a schema is smaller or larger than its size says', () => {
  const cases = anySchema.chain((schema) => fc.tuple(fc.constant(schema), instanceOf(schema)));
  fc.assert(
    fc.property(cases, ([schema, value]) => {
      fc.pre(ajv.validate(schema, value));
      const { min, max, because } = sizeOf(schema);
      expect(bytes(value)).toBeGreaterThanOrEqual(min);
      expect(bytes(value)).toBeLessThanOrEqual(max);
      expect(max === Number.POSITIVE_INFINITY).toBe(because !== undefined);
    }),
    RUNS,
  );
});

test('no text is larger than its length says, whatever its characters', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.nat({ max: 0xffff }).map((n) => String.fromCharCode(n)),
      fc.constantFrom('😀', '"', '\u0001'),
    ),
  });
  fc.assert(
    fc.property(text, (value) => {
      const { max } = sizeOf({ type: 'string', maxLength: [...value].length });
      expect(bytes(value)).toBeLessThanOrEqual(max);
    }),
    RUNS,
  );
});

test('no number is longer than 25 bytes, and no integer longer than its bounds', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) =>
      expect(bytes(n)).toBeLessThanOrEqual(sizeOf({ type: 'number' }).max),
    ),
    RUNS,
  );
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.nat(), fc.nat(), (n, below, above) => {
      const { min, max } = sizeOf({ type: 'integer', minimum: n - below, maximum: n + above });
      expect([bytes(n) >= min, bytes(n) <= max]).toEqual([true, true]);
    }),
    RUNS,
  );
  expect(bytes(-0.0000012345678901234567)).toBe(25);
});

const PATTERNS = [
  '^[0-9a-f]{64}$',
  '^(EUR|USD|"x")$',
  '^[A-Z]{2}\\d{2}[A-Z0-9]{1,30}$',
  '^\\w+@[a-z]{1,20}\\.(de|com)$',
  '^[^a]{3}$',
  '^a?b*(cd){2,3}$',
  '^.{0,4}$|^x$',
  '^[\\s"-/]{2}$',
];

test.each(PATTERNS)('no text of the pattern %s is larger than it says', (pattern) => {
  const { max } = sizeOf({ type: 'string', pattern, maxLength: 100 });
  expect(max).toBeLessThanOrEqual(602);
  fc.assert(
    fc.property(fc.stringMatching(new RegExp(pattern, 'u')), (value) => {
      fc.pre([...value].length <= 100);
      expect(bytes(value)).toBeLessThanOrEqual(max);
    }),
    RUNS,
  );
});

const FORMATTED: [string, readonly string[]][] = [
  ['date', ['2026-11-20']],
  ['date-time', ['2026-11-20T10:00:00.123456789Z', '2026-11-20\u000b10:00:00z', '2026-11-20\u300010:00:00+01:00']],
  ['uuid', ['123e4567-e89b-12d3-a456-426614174000', 'urn:uuid:123e4567-e89b-12d3-a456-426614174000']],
  ['ipv4', ['255.255.255.255']],
  ['ipv6', ['ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255']],
  ['hostname', [`${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}.`]],
  ['email', ["!#$%&'*+/=?^_`{|}~-@a.b"]],
  ['uri', ['http://a/%22!$&\'()*+,;=:@?"x"']],
];

test.each(FORMATTED)('the longest texts of the format %s are not larger than it says', (format, texts) => {
  for (const text of texts) {
    const schema = { type: 'string', format, maxLength: text.length };
    if (ajv.validate(schema, text)) expect(bytes(text)).toBeLessThanOrEqual(sizeOf(schema).max);
    else expect(format).toBe('uri');
  }
});

test.each([
  [{ type: 'string', maxLength: 10 }, 62],
  [{ type: 'string', format: 'date' }, 12],
  [{ type: 'string', pattern: '^[0-9a-f]{64}$' }, 66],
  [{ type: 'integer', minimum: -5, maximum: 1000 }, 4],
  [{ enum: ['EUR', 'é'] }, 5],
  [{ type: 'array', maxItems: 2, items: { type: 'boolean' } }, 13],
  [{ type: 'object', additionalProperties: false, properties: { a: { type: 'null' }, b: { const: 1 } } }, 16],
  [
    { type: 'object', additionalProperties: { const: 1 }, maxProperties: 2, propertyNames: { pattern: '^[a-z]{3}$' } },
    17,
  ],
  [
    {
      type: 'object',
      additionalProperties: { const: 1 },
      maxProperties: 3,
      propertyNames: { maxLength: 1 },
      properties: { aa: { const: 12 } },
    },
    34,
  ],
] as const)('%j has at most %d bytes', (schema, expected) => expect(sizeOf(schema).max).toBe(expected));

test.each([
  [
    {
      type: 'object',
      additionalProperties: false,
      properties: { lines: { type: 'array', maxItems: 3, items: { type: 'string' } } },
    },
    ['lines', '*'],
    'a text without maxLength',
  ],
  [{ type: 'array', items: { type: 'boolean' } }, [], 'a list without maxItems'],
  [{ type: 'object' }, ['*'], 'members without additionalProperties or maxProperties'],
  [{ type: 'object', additionalProperties: { type: 'null' }, maxProperties: 2 }, ['*'], 'names without propertyNames'],
  [
    {
      $ref: '#/$defs/tree',
      $defs: { tree: { type: 'object', additionalProperties: false, properties: { next: { $ref: '#/$defs/tree' } } } },
    },
    ['next'],
    'it may be anything',
  ],
  [{ type: 'string', format: 'date-time' }, [], 'a text without maxLength'],
])('%j is unbounded, and says where', (schema, path, why) => {
  expect(sizeOf(schema)).toMatchObject({ max: Number.POSITIVE_INFINITY, because: { path, why } });
});

test('a template is as large as what it gives', () => {
  const input = fromSchema({
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string', maxLength: 3 } },
  });
  expect(sizeOfTemplate({ greeting: '{% "Dear " & $input.name %}' }, { input })).toEqual({ min: 20, max: 63 });
  expect(sizeOfTemplate({ all: '{% $input %}' }, { input }).because?.path).toEqual(['all', '*']);
});
