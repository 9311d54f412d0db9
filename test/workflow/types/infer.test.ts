import { checkTemplate } from '../../../lib/workflow/types/check-template.ts';
import { fromSchema } from '../../../lib/workflow/types/from-schema.ts';
import { inferSource } from '../../../lib/workflow/types/template.ts';
import { describe as inWords } from '../../../lib/workflow/types/words.ts';

const line = { type: 'object', required: ['sku'], properties: { sku: { type: 'string' }, tax: { type: 'number' } } };
const input = fromSchema({
  type: 'object',
  required: ['name', 'amount', 'lines', 'one', 'kind'],
  properties: {
    name: { type: 'string', maxLength: 10 },
    amount: { type: 'integer', minimum: 0, maximum: 9 },
    lines: { type: 'array', items: line },
    one: { type: 'array', minItems: 1, maxItems: 1, items: line },
    kind: { enum: ['a', 'b'] },
    note: { type: 'string' },
  },
});
const typeOf = (source: string) =>
  inWords(inferSource(source, { input, steps: fromSchema({ type: 'object', properties: { x: { type: 'string' } } }) }));

test.each([
  ['$input.name', 'text of at most 10 characters'],
  ['$input.note', 'text or nothing'],
  ['$exists($input.note) ? $input.note : 0', 'text or 0'],
  ['$not($exists($steps.x)) ? "-" : $steps.x', 'text'],
  ['$exists($input.name) ? 1 : "never"', '1'],
  ['$input.amount + 1', 'an integer from 1 to 10'],
  ['$input.amount / 2', 'a number'],
  ['-$input.amount', 'an integer from -9 to 0'],
  ['$input.kind & "-" & $input.kind', 'one of "a-a", "a-b", "b-a", "b-b"'],
  ['$input.name & "!"', 'text from 1 to 11 characters'],
  ['$input.lines.sku', 'text or a list of at least 2 elements of text or nothing'],
  ['[$input.lines.sku]', 'a list of text'],
  ['$input.one.sku', 'text'],
  ['$input.one[0].sku', 'text'],
  ['$input.one[0].tax', 'a number or nothing'],
  ['$input.lines[tax > 1]', "a list of at least 2 elements of an object with 'sku' or an object with 'sku' or nothing"],
  ['$map($input.one, function($l, $i) { $i })', 'an integer of at least 0'],
  ['$filter($input.lines, function($l) { false })', 'nothing'],
  ['$reduce([1, 2], function($a, $b) { $a + $b }, 0)', 'an integer of at least 0'],
  ['$sum($input.lines.tax)', 'a number or nothing'],
  ['$count($input.lines)', 'an integer of at least 0'],
  ['$input.name ~> $uppercase() ~> $length()', 'an integer of at least 0'],
  ['{"a": $input.note, "b": 1}', "an object with 'b'"],
  ['($x := $input.amount; $f := function($n) { $n * 2 }; $f($x))', 'an integer from 0 to 18'],
  ['$input.name + 1', 'no value at all'],
  ['$length($input.amount)', 'no value at all'],
  ['$input.name > 5', 'no value at all'],
  ['$type($input.amount)', '"number"'],
  ['[1..3]', 'a list of 3 elements of an integer from 1 to 3'],
  ['$hash($input.name, "SHA-256")', 'text that matches ^[0-9a-f]{32,128}$'],
  ['$parse($input.name)', 'anything'],
  ['$input ~> | $ | {"a": 1} |', 'anything'],
])('%s gives %s', (source, expected) => expect(typeOf(source)).toBe(expected));

test('a function that calls itself without end, and one that multiplies, are given up', () => {
  expect(typeOf('($f := function($n) { $f($n + 1) }; $f(0))')).toBe('anything');
  expect(typeOf('($f := function($n) { $f($n) + $f($n) }; $f(0))')).toBe('a number or nothing');
});

test('an expression that breaks the syntax is left to the rule that says so', () => {
  for (const source of ['1 +', '/(/', '$f(']) expect(typeOf(source)).toBe('anything');
});

test('a billion laughs of references end', () => {
  const $defs = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [
      `l${n}`,
      { type: 'object', properties: { a: { $ref: `#/$defs/l${n + 1}` }, b: { $ref: `#/$defs/l${n + 1}` } } },
    ]),
  );
  const started = performance.now();
  fromSchema({ $ref: '#/$defs/l0', $defs });
  expect(performance.now() - started).toBeLessThan(2000);
});

test('a template is held against a schema, each expression at its place', () => {
  const schema = {
    type: 'object',
    required: ['who', 'list'],
    additionalProperties: false,
    properties: {
      who: { type: 'string' },
      list: { type: 'array', items: { type: 'string' } },
      at: { type: 'integer' },
    },
  };
  const found = (template: unknown) =>
    checkTemplate(template, { input }, schema).map(({ kind, path, fix }) => [
      kind,
      path.join('/'),
      ...(fix ? [fix] : []),
    ]);
  expect(found({ who: '{% $input.name %}', list: ['{% $input.kind %}', 'x'], at: '{% $input.amount %}' })).toEqual([]);
  expect(found({ who: '{% $input.amount %}', list: ['a', '{% true %}'], at: 1.5 })).toEqual([
    ['mismatch', 'who'],
    ['mismatch', 'list/1'],
    ['mismatch', 'at'],
  ]);
  expect(found({ who: '{% $input.note %}', list: '{% $input.lines.sku %}' })).toEqual([
    ['may-be-absent', 'who', "ask first: '$exists($input.note) ? $input.note : …'"],
    ['may-be-absent', 'list', "ask first: '$exists($input.lines.sku) ? $input.lines.sku : …'"],
    ['may-be-single', 'list', "write '[$input.lines.sku]'"],
  ]);
  expect(found({ whom: 'x', list: [] })).toEqual([
    ['mismatch', '', "add 'who:'"],
    ['mismatch', 'whom'],
  ]);
  expect(found({ who: '{% "a" + 1 %}', list: [] })).toEqual([['always-fails', 'who']]);
});
