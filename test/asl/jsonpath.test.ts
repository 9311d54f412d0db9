import fc from 'fast-check';
import { resolve } from '../../lib/asl/jsonpath/expression.ts';
import { formatPath, parsePath } from '../../lib/asl/jsonpath/parse.ts';
import { query } from '../../lib/asl/jsonpath/query.ts';
import { write } from '../../lib/asl/jsonpath/write.ts';
import { randomness } from '../../lib/asl/randomness.ts';
import type { Json } from '../../lib/asl/types.ts';

const store: Json = {
  book: [
    { title: 'A', price: 8, isbn: 'x' },
    { title: 'B', price: 12, tags: ['t'] },
    { title: 'C', price: 9 },
  ],
  'odd name': { "it's": 1 },
};

test.each<[string, Json]>([
  ['$.book[0].title', 'A'],
  ['$.book[-1].title', 'C'],
  ["$['odd name']['it\\'s']", 1],
  ['$.book[*].title', ['A', 'B', 'C']],
  ['$.book[0,2].title', ['A', 'C']],
  ['$.book[1:].price', [12, 9]],
  ['$.book[:-1].price', [8, 12]],
  ['$..price', [8, 12, 9]],
  ['$.book[?(@.isbn)].title', ['A']],
  ['$.book[?(@.price < 10 && @.title != "A")].title', ['C']],
  ['$.book[?(!@.isbn || @.price == 8)].price', [8, 12, 9]],
  ['$.book[?(@.title =~ /[ab]/i)].title', ['A', 'B']],
  ["$.book[?(@.title in ['A', 'C'])].title", ['A', 'C']],
  ['$.book[5:].title', []],
])('%s', (path, expected) => {
  expect(query(path, store)).toEqual(expected);
});

test.each([
  ['$.nope', "No results for path: $['nope']"],
  ['$.nope.deep', "Missing property in path $['nope']"],
  ['$.book[7]', "No results for path: $['book'][7]"],
])('%s leads nowhere: %s', (path, message) => {
  expect(() => query(path, store)).toThrow(message);
});

test.each(['a', '$.', '$.a[', '$.a[?(]', '$[x]', "$['a"])('%s is no path', (path) => {
  expect(() => parsePath(path)).toThrow();
});

const key = fc.stringMatching(/^[a-z]{1,4}$/);

test('what is written at a path is found there, and nothing else has changed', () => {
  fc.assert(
    fc.property(
      fc.array(key, { minLength: 1, maxLength: 4 }),
      fc.jsonValue(),
      fc.dictionary(key, fc.integer()),
      (keys, value, document) => {
        fc.pre(!Object.hasOwn(document, keys[0] as string));
        const path = `$.${keys.join('.')}`;
        const before = JSON.stringify(document);
        const after = write(path, document, value as Json) as Record<string, Json>;
        expect(query(path, after)).toEqual(value);
        expect(JSON.stringify(document)).toBe(before);
        expect({ ...after, [keys[0] as string]: undefined }).toEqual({ ...document, [keys[0] as string]: undefined });
      },
    ),
  );
});

test('the normal form of a path parses to the same path', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(key, fc.nat(9)), { minLength: 1 }), (steps) => {
      const path = `$${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`;
      expect(parsePath(formatPath(parsePath(path)))).toEqual(parsePath(path));
    }),
  );
});

const scope = {
  input: { a: 1, list: [3, 1, 3], text: 'x-y,z', o: { k: [1] } },
  context: { State: { Name: 'S' } },
  variables: { v: { w: 2 } },
  random: randomness('test'),
};

test.each<[string, Json]>([
  ['$v.w', 2],
  ['$$.State.Name', 'S'],
  ["States.Format('{} is {} \\{\\} it\\'s', $.a, $.o)", "1 is {k=[1]} {} it's"],
  ["States.Array($.a, 'b', null, States.Array())", [1, 'b', null, []]],
  ['States.ArrayPartition($.list, 2)', [[3, 1], [3]]],
  ['States.ArrayContains($.list, 3)', true],
  ['States.ArrayRange(1, 9, 4)', [1, 5, 9]],
  ['States.ArrayGetItem($.list, 1)', 1],
  ['States.ArrayUnique($.list)', [3, 1]],
  ["States.StringSplit($.text, '-,')", ['x', 'y', 'z']],
  ["States.Base64Decode(States.Base64Encode('grün'))", 'grün'],
  ["States.Hash('input', 'SHA-1')", '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
  ['States.JsonMerge($.o, States.StringToJson(\'\\{"b":2\\}\'), false)', { k: [1], b: 2 }],
  ['States.JsonToString($.o)', '{"k":[1]}'],
  ['States.MathAdd($.a, -3)', -2],
])('%s', (expression, expected) => {
  expect(resolve(expression, scope)).toEqual(expected);
});

test.each([
  'States.ArrayGetItem($.list, 9)',
  'States.ArrayPartition($.list, 0)',
  'States.ArrayRange(1, 5000, 1)',
  "States.Hash('x', 'CRC')",
  "States.StringToJson('{')",
  'States.MathAdd($.text, 1)',
  "States.Base64Decode('###')",
  'States.JsonMerge($.o, $.o, true)',
  "States.Format('{} {}', 1)",
])('%s fails with States.IntrinsicFailure', (expression) => {
  expect(() => resolve(expression, scope)).toThrow(expect.objectContaining({ error: 'States.IntrinsicFailure' }));
});
