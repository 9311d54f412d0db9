/** The functions that Step Functions adds to JSONata and the intrinsic functions of JSONPath: laws, over any input. */
import fc from 'fast-check';
import { INTRINSICS } from '../../lib/asl/intrinsics/functions.ts';
import { evaluate } from '../../lib/asl/jsonata/evaluate.ts';
import { randomness } from '../../lib/asl/randomness.ts';
import { run } from '../../lib/asl/run.ts';
import type { Json, StateMachine } from '../../lib/asl/types.ts';

const jsonata = (expression: string, input: Json): Promise<Json> =>
  evaluate(expression, 'Output', { states: { input }, variables: {}, now: 0, random: randomness('s') });

const intrinsic = (name: string, ...values: Json[]): Json => INTRINSICS[name]?.(values, randomness('s')) ?? null;

const json = fc.jsonValue() as fc.Arbitrary<Json>;
const some = fc.array(json, { minLength: 1, maxLength: 20 });
const size = fc.integer({ min: 1, max: 9 });
const holds = (property: fc.IAsyncProperty<unknown>) => fc.assert(property, { numRuns: 60 });

test('the parts of a partition are the list again, all but the last of the size that was asked for', () =>
  holds(
    fc.asyncProperty(some, size, async (list, width) => {
      const parts = intrinsic('States.ArrayPartition', list, width) as Json[][];
      expect(parts.flat(1)).toEqual(list);
      expect(parts.slice(0, -1).every((part) => part.length === width)).toBe(true);
      expect(await jsonata('$partition($states.input.list, $states.input.width)', { list, width })).toEqual(parts);
    }),
  ));

test('a range goes in steps from its first value to its last, in both languages', () =>
  holds(
    fc.asyncProperty(
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: 2, max: 30 }),
      fc.integer({ min: -9, max: 9 }).filter((step) => step !== 0),
      async (first, length, step) => {
        const last = first + (length - 1) * step;
        const range = Array.from({ length }, (_, index) => first + index * step);
        expect(intrinsic('States.ArrayRange', first, last, step)).toEqual(range);
        expect(await jsonata(`$range(${first}, ${last}, ${step})`, {})).toEqual(range);
      },
    ),
  ));

test('text in Base64, JSON in text, and their ways back', () =>
  holds(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), json, async (text, value) => {
      expect(intrinsic('States.Base64Decode', intrinsic('States.Base64Encode', text))).toBe(text);
      const written = intrinsic('States.JsonToString', value) as string;
      expect(intrinsic('States.StringToJson', written)).toEqual(JSON.parse(written));
      expect(await jsonata('[$parse($states.input)]', written)).toEqual([JSON.parse(written)].flat(1));
    }),
  ));

test('a digest is that of the same algorithm in both languages', () =>
  holds(
    fc.asyncProperty(
      fc.string(),
      fc.constantFrom('MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'),
      async (text, by) => {
        const digest = intrinsic('States.Hash', text, by);
        expect(digest).toMatch(/^[0-9a-f]{32,128}$/);
        expect(await jsonata(`$hash($states.input, '${by}')`, text)).toBe(digest);
      },
    ),
  ));

test('a seeded random number is always the same, and within its bounds', () =>
  holds(
    fc.asyncProperty(fc.integer(), fc.integer({ min: -99, max: 99 }), size, async (seed, start, width) => {
      const drawn = intrinsic('States.MathRandom', start, start + width, seed) as number;
      expect(drawn).toBe(intrinsic('States.MathRandom', start, start + width, seed));
      expect(drawn).toBeGreaterThanOrEqual(start);
      expect(drawn).toBeLessThan(start + width);
      const number = (await jsonata(`$random(${seed})`, {})) as number;
      expect(number).toBe(await jsonata(`$random(${seed})`, {}));
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThan(1);
    }),
  ));

test('what is unique is contained, and nothing twice', () =>
  holds(
    fc.asyncProperty(fc.array(json, { maxLength: 8 }), async (list) => {
      const unique = intrinsic('States.ArrayUnique', [...list, ...list]) as Json[];
      for (const entry of list) expect(intrinsic('States.ArrayContains', unique, entry)).toBe(true);
      expect(intrinsic('States.ArrayUnique', unique)).toEqual(unique);
    }),
  ));

test('a value passes a JSONPath state and a JSONata state unchanged, also as a variable', () =>
  holds(
    fc.asyncProperty(json, async (value) => {
      const input = { value };
      const machine = {
        StartAt: 'Path',
        States: {
          Path: { Type: 'Pass', Assign: { 'kept.$': '$.value' }, Next: 'Expression' },
          Expression: {
            Type: 'Pass',
            QueryLanguage: 'JSONata',
            Output: { value: '{% $states.input.value %}', kept: '{% $kept %}' },
            Next: 'Back',
          },
          Back: { Type: 'Pass', Parameters: { 'value.$': '$.value', 'kept.$': '$kept' }, End: true },
        },
      } as unknown as StateMachine;
      const { output } = await run(machine, JSON.parse(JSON.stringify(input)) as Json);
      expect(output).toEqual({ value: JSON.parse(JSON.stringify(value)), kept: JSON.parse(JSON.stringify(value)) });
    }),
  ));
