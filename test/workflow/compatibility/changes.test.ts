import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { changes, compatible } from '../../../lib/workflow/compatibility/changes.ts';
import { editOf } from '../support/schema-edits.ts';
import { anySchema, instanceOf, type Schema } from '../support/schemas.ts';

const ajv = new Ajv2020({ strict: false });
const RUNS = { numRuns: Number(process.env.RUNS ?? 100) };
const cases = anySchema.chain((old) =>
  editOf(old).chain((next) =>
    fc.tuple(fc.constant(old), fc.constant(next), fc.array(instanceOf(old), { minLength: 3, maxLength: 3 })),
  ),
);

test('what is called backward compatible accepts every value of the old version', () => {
  let [said, unsaid] = [0, 0];
  fc.assert(
    fc.property(cases, ([old, next, values]) => {
      if (!compatible(old, next, 'backward').compatible) {
        unsaid++;
        return;
      }
      said++;
      for (const value of values.filter((each) => ajv.validate(old, each)))
        if (!ajv.validate(next, value))
          throw new Error(`${JSON.stringify(next)} refuses ${JSON.stringify(value)} of ${JSON.stringify(old)}`);
    }),
    RUNS,
  );
  // Neither answer is the only one.
  expect(Math.min(said, unsaid)).toBeGreaterThan(RUNS.numRuns / 20);
});

test('forward is backward the other way round, full is both, none is anything', () => {
  fc.assert(
    fc.property(cases, ([old, next]) => {
      const is = (a: Schema, b: Schema, mode: 'backward' | 'forward' | 'full' | 'none') =>
        compatible(a, b, mode).compatible;
      expect(is(old, next, 'forward')).toBe(is(next, old, 'backward'));
      expect(is(old, next, 'full')).toBe(is(old, next, 'backward') && is(old, next, 'forward'));
      expect(is(old, next, 'none')).toBe(true);
    }),
    RUNS,
  );
});

test('a schema is fully compatible with itself, and has not changed', () => {
  fc.assert(
    fc.property(anySchema, (schema) => expect(changes(schema, structuredClone(schema))).toEqual([])),
    RUNS,
  );
});

const object = (properties: Schema, required: string[] = [], more: Schema = {}): Schema => ({
  type: 'object',
  properties,
  required,
  ...more,
});
const text = { type: 'string' };

test.each<[string, Schema, Schema, object[]]>([
  [
    'an optional member more, in an open object',
    object({}),
    object({ a: text }),
    [
      {
        path: ['a'],
        kind: 'type',
        breaks: 'readers',
        message: 'the new version takes no null, no boolean, no array, no object, no number',
      },
    ],
  ],
  [
    'an optional member more, in a closed one',
    object({}, [], { additionalProperties: false }),
    object({ a: text }, [], { additionalProperties: false }),
    [{ path: ['a'], kind: 'not allowed', breaks: 'writers' }],
  ],
  [
    'a member that is needed now',
    object({ a: text }),
    object({ a: text }, ['a']),
    [{ path: ['a'], kind: 'required', breaks: 'readers', message: "the new version needs 'a'" }],
  ],
  [
    'a choice more',
    { enum: ['a'] },
    { enum: ['a', 'b'] },
    [{ path: [], kind: 'enum', breaks: 'writers', message: 'the old version takes no "b"' }],
  ],
  ['integers become numbers', { type: 'integer' }, { type: 'number' }, [{ kind: 'type', breaks: 'writers' }]],
  [
    'a range moves',
    { type: 'integer', minimum: 0, maximum: 5 },
    { type: 'integer', minimum: 1, maximum: 6 },
    [
      { kind: 'minimum', breaks: 'readers' },
      { kind: 'maximum', breaks: 'writers' },
    ],
  ],
  [
    'a branch more',
    { oneOf: [{ const: 1 }] },
    { oneOf: [{ const: 1 }, { const: 2 }] },
    [{ kind: 'oneOf', breaks: 'writers' }],
  ],
  [
    'nullable written in another way',
    { type: ['string', 'null'] },
    { anyOf: [{ type: 'null' }, text] },
    [{ kind: 'words', breaks: 'none' }],
  ],
  [
    'another description',
    { ...text, description: 'a' },
    { ...text, description: 'b' },
    [{ kind: 'words', breaks: 'none' }],
  ],
  ['a pattern more', text, { ...text, pattern: '^a' }, [{ kind: 'pattern', breaks: 'readers' }]],
  ['a condition more', object({}), { ...object({}), not: object({}, ['x']) }, [{ kind: 'unknown', breaks: 'readers' }]],
  [
    'parts in another order',
    { allOf: [{ minLength: 1 }, text] },
    { ...text, minLength: 1 },
    [{ kind: 'words', breaks: 'none' }],
  ],
  [
    'a tree whose leaves widen',
    { $ref: '#/$defs/t', $defs: { t: object({ v: { type: 'integer' }, next: { $ref: '#/$defs/t' } }) } },
    { $ref: '#/$defs/t', $defs: { t: object({ v: { type: 'number' }, next: { $ref: '#/$defs/t' } }) } },
    [{ path: ['v'], kind: 'type', breaks: 'writers' }],
  ],
  [
    'patterns of names',
    { type: 'object', patternProperties: { '^x': { type: 'integer' } } },
    { type: 'object', patternProperties: { '^x': { type: 'number' } } },
    [{ path: ['*'], kind: 'type', breaks: 'writers' }],
  ],
])('%s', (_, old, next, expected) => expect(changes(old, next)).toMatchObject(expected));
