// biome-ignore-all lint/suspicious/noThenProperty: the name of the file form; it holds data, never a function
import { check, type TableFinding } from '../../lib/decisions/check.ts';
import { decisionTable } from '../../lib/decisions/schema.ts';

const GOOD = {
  hit: 'first',
  inputs: { n: { value: '', type: 'integer', minimum: 0 }, s: { value: '', type: 'string' } },
  outputs: { o: { enum: ['x', 'y'] } },
  rules: [{ id: 'a', when: { n: 5, s: 'DE' }, then: { o: 'x' } }],
};
const rule = (more: object) => ({ ...GOOD, rules: [{ id: 'a', then: { o: 'x' }, ...more }] });
const findings = (table: object) => check(decisionTable.parse(table));

test('a good table has no findings', () => expect(findings(GOOD)).toEqual([]));

test.each<[string, object, Partial<TableFinding>]>([
  ['a cell that is no test', rule({ when: { n: '>= x' } }), { path: ['rules', 0, 'when', 'n'], offset: 3 }],
  ['a cell of an unknown input', rule({ when: { m: 1 } }), { path: ['rules', 0, 'when', 'm'], key: true }],
  [
    'a name that objects inherit',
    rule({ when: { toString: 1 } }),
    { path: ['rules', 0, 'when', 'toString'], key: true },
  ],
  [
    'an output that is missing',
    rule({ then: {} }),
    { path: ['rules', 0, 'then'], message: "the output 'o' is missing" },
  ],
  ['an output that is unknown', rule({ then: { o: 'x', p: 1 } }), { path: ['rules', 0, 'then', 'p'], key: true }],
  ['an output outside its enum', rule({ then: { o: 'z' } }), { path: ['rules', 0, 'then', 'o'] }],
  ['an incomplete otherwise', { ...GOOD, otherwise: { then: {} } }, { path: ['otherwise', 'then'] }],
  ['an id that is taken', { ...GOOD, rules: [GOOD.rules[0], GOOD.rules[0]] }, { path: ['rules', 1, 'id'] }],
  ['an aggregate of one hit', { ...GOOD, aggregate: 'count' }, { path: ['aggregate'] }],
  ['a sum of words', { ...GOOD, hit: 'collect', aggregate: 'sum' }, { path: ['rules', 0, 'then', 'o'] }],
  ['priority without an order', { ...GOOD, hit: 'priority', outputs: { o: {} } }, { path: ['outputs'] }],
  [
    'a domain that is empty',
    {
      ...GOOD,
      inputs: { ...GOOD.inputs, n: { value: '', type: 'integer', minimum: 5, maximum: 4 } },
      rules: rule({}).rules,
    },
    { path: ['inputs', 'n', 'minimum'] },
  ],
  [
    'an enum that its own bounds forbid',
    { ...GOOD, inputs: { ...GOOD.inputs, n: { value: '', type: 'integer', minimum: 5, enum: [4, 5] } } },
    { path: ['inputs', 'n', 'enum'] },
  ],
  [
    'an otherwise that a count never needs',
    { ...GOOD, hit: 'collect', aggregate: 'count', otherwise: { then: { o: 'x' } } },
    { path: ['otherwise'], key: true },
  ],
])('%s is found where it stands', (_, table, expected) =>
  expect(findings(table)).toEqual([expect.objectContaining(expected)]),
);

test.each<[string, object]>([
  ['an unknown hit policy', { ...GOOD, hit: 'rule order' }],
  ['a table without rules', { ...GOOD, rules: [] }],
  ['a bound that the type does not have', { ...GOOD, inputs: { n: { value: '', type: 'boolean', minimum: 1 } } }],
  ['a bound of the wrong type', { ...GOOD, inputs: { n: { value: '', type: 'integer', minimum: 0.5 } } }],
  ['a cell that is no scalar', rule({ when: { n: [1, 2] } })],
])('%s does not pass the schema', (_, table) => expect(decisionTable.safeParse(table).success).toBe(false));
