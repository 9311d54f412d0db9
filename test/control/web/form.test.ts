import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { flatten } from '../../../lib/control/web/form/flatten.ts';
import { nodeOf } from '../../../lib/control/web/form/model.ts';
import { problemsByField } from '../../../lib/control/web/form/problems.ts';
import { unflatten, unknownNames } from '../../../lib/control/web/form/unflatten.ts';
import { schemaProblems } from '../../../lib/engine/schema.ts';
import { FIELDS } from '../../support/web.ts';

const schema = JSON.parse(
  readFileSync(
    new URL('../../../statemachines/document-processing/agents/extract.schema.json', import.meta.url),
    'utf8',
  ),
);
const node = nodeOf(schema);
const edit = (changes: Record<string, string>, base: unknown = FIELDS) =>
  unflatten(node, new Map([...flatten(node, base), ...Object.entries(changes)]), base) as typeof FIELDS;

const decimal = fc.option(fc.integer().map((cents) => (cents / 100).toFixed(2)));
const word = fc.oneof(fc.string(), fc.constantFrom('', ' ', 'a\nb', '  x  ', '<b>', '__proto__'));
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const fields = fc
  .record({
    documentType: fc.constantFrom('invoice', 'other'),
    supplier: fc.record({ name: fc.option(word), taxId: optional(fc.option(word)) }),
    customer: fc.record({ name: optional(fc.option(word)) }),
    number: fc.option(word),
    issueDate: fc.constantFrom(null, '2026-03-02'),
    dueDate: optional(fc.constant(null)),
    currency: fc.constantFrom(null, 'EUR'),
    lines: fc.array(
      fc.record({ description: word, quantity: optional(decimal), amount: decimal.map((text) => text ?? '0') }),
      { maxLength: 5 },
    ),
    total: decimal,
    confidence: fc.dictionary(fc.constantFrom('total', 'number'), fc.double({ min: 0, max: 1 })),
  })
  .map((value) => JSON.parse(JSON.stringify(value)));

test('a form that nobody has changed says exactly what was shown, key by key', () => {
  fc.assert(
    fc.property(fields, (value) => {
      const back = unflatten(node, flatten(node, value), value);
      expect(JSON.stringify(back)).toBe(JSON.stringify(value));
    }),
  );
});

test('a form that says nothing at all changes nothing', () => {
  fc.assert(fc.property(fields, (value) => expect(unflatten(node, new Map(), value)).toEqual(value)));
});

test('one changed input changes one value, and amounts stay decimal strings', () => {
  const edited = edit({ 'f.total': ' 258.00 ' });
  expect(edited).toEqual({ ...FIELDS, total: '258.00' });
});

test('an emptied input is null where that is allowed, and absent where it is not', () => {
  expect(edit({ 'f.number': '' }).number).toBeNull();
  const { lines } = edit({ 'f.lines.0.amount': '' });
  expect(lines[0]).toEqual({ description: 'Timber, oak', quantity: '2', unitPrice: '100.00' });
  expect(schemaProblems(schema, { ...FIELDS, lines })).toEqual(["/lines/0 must have required property 'amount'"]);
});

test('an emptied row is taken out, and a filled spare row is added', () => {
  const empty = {
    'f.lines.0.description': '',
    'f.lines.0.quantity': '',
    'f.lines.0.unitPrice': '',
    'f.lines.0.amount': ' ',
  };
  const { lines } = edit({ ...empty, 'f.lines.2.description': 'Glue', 'f.lines.2.amount': '3.00' });
  expect(lines).toEqual([FIELDS.lines[1], { description: 'Glue', amount: '3.00' }]);
  expect(edit({ 'f.lines.2.description': '', 'f.lines.2.amount': '' }).lines).toEqual(FIELDS.lines);
});

test('what has no input, such as confidences, is carried along unchanged', () => {
  expect(edit({ 'f.total': '1.00' }).confidence).toEqual(FIELDS.confidence);
});

test.each([
  'f.totl',
  'f.supplier',
  'f.supplier.name.x',
  'f.confidence.total',
  'f.lines.x.amount',
  'f.lines.01.amount',
  'f.lines.9999.amount',
  'f.__proto__',
  'f.supplier.constructor',
])('%s is no input of the form, and is named', (name) =>
  expect(unknownNames(node, new Map([[name, 'x']]))).toEqual([name]),
);

test('every input of a form is known to it', () => {
  fc.assert(fc.property(fields, (value) => expect(unknownNames(node, flatten(node, value))).toEqual([])));
});

test('problems of the schema stand at their inputs, in words', () => {
  const problems = schemaProblems(schema, { ...FIELDS, total: 'many', lines: [{ description: 'x', amount: '1,50' }] });
  expect([...problemsByField(node, problems)]).toEqual([
    ['f.lines.0.amount', 'Line 1, amount must match pattern "^-?\\d+(\\.\\d+)?$"'],
    ['f.total', expect.stringContaining('Total is not in the right form. Wanted: ')],
  ]);
});

test('other kinds of values: numbers, yes or no, lists of single values', () => {
  const shape = nodeOf({
    type: 'object',
    properties: {
      count: { type: 'integer' },
      urgent: { type: ['boolean', 'null'] },
      tags: { type: 'array', items: { type: 'string' } },
    },
  });
  const base = { count: 3, urgent: true, tags: ['a', 'b'] };
  expect(unflatten(shape, flatten(shape, base), base)).toEqual(base);
  const changed = new Map([
    ['f.count', '4'],
    ['f.urgent', 'false'],
    ['f.tags.0', ''],
    ['f.tags.2', 'c'],
  ]);
  expect(unflatten(shape, changed, base)).toEqual({ count: 4, urgent: false, tags: ['b', 'c'] });
  expect(
    unflatten(
      shape,
      new Map([
        ['f.count', 'four'],
        ['f.urgent', ''],
      ]),
      base,
    ),
  ).toEqual({ ...base, count: 'four', urgent: null });
});

test('a form that refers to what it does not hold is a mistake of its author, and says so', () => {
  expect(() => nodeOf({ type: 'object', properties: { a: { $ref: '#/$defs/nowhere' } } })).toThrow('#/$defs/nowhere');
});
