// biome-ignore-all lint/suspicious/noThenProperty: the name of the file form; it holds data, never a function
import { analyse } from '../../lib/decisions/analyse.ts';
import { smallTable, tableOf } from './table.ts';

const CREDIT = {
  hit: 'first',
  inputs: {
    score: { value: '', type: 'integer', minimum: 300, maximum: 850 },
    amount: { value: '', type: 'number', minimum: 0 },
  },
  outputs: { band: { enum: ['A', 'B', 'C'] } },
  rules: [
    { id: 'prime', when: { score: '>= 720', amount: '[0..5000000)' }, then: { band: 'A' } },
    { id: 'large', when: { score: '>= 720', amount: '> 5000000' }, then: { band: 'B' } },
    { id: 'low', when: { score: '< 650' }, then: { band: 'C' } },
  ],
};

test('a gap is told as the cells of the rule that is missing, with an example', () => {
  expect(analyse(tableOf(CREDIT)).gaps).toEqual([
    {
      cells: { score: '>= 650', amount: '5000000' },
      text: 'score >= 650, amount 5000000',
      example: { score: 650, amount: 5_000_000 },
    },
    { cells: { score: '[650..719]' }, text: 'score [650..719]', example: { score: 650, amount: 5_000_001 } },
  ]);
});

test('whole numbers and days have no gap between neighbours, numbers do', () => {
  const table = (type: string, low: string, high: string) =>
    tableOf({
      inputs: { x: { value: '', type } },
      outputs: { o: {} },
      rules: [
        { id: 'low', when: { x: `<= ${low}` }, then: { o: 1 } },
        { id: 'high', when: { x: `>= ${high}` }, then: { o: 2 } },
      ],
    });
  expect(analyse(table('integer', '5', '6')).gaps).toEqual([]);
  expect(analyse(table('date', '2026-02-28', '2026-03-01')).gaps).toEqual([]);
  expect(analyse(table('number', '5', '6')).gaps).toMatchObject([{ text: 'x (5..6)', example: { x: 5.5 } }]);
});

test('strings without enum are the ones mentioned and anything else; null is a value of what is nullable', () => {
  const table = tableOf({
    inputs: { country: { value: '', type: 'string', nullable: true } },
    outputs: { o: {} },
    rules: [{ id: 'de', when: { country: 'DE' }, then: { o: 1 } }],
  });
  expect(analyse(table).gaps).toMatchObject([{ text: 'country not("DE")', example: { country: 'other' } }]);
  table.rules.push({ id: 'rest', when: { country: 'not(DE, null)' }, then: { o: 1 } });
  expect(analyse(table).gaps).toMatchObject([{ text: 'country null', example: { country: null } }]);
});

test('a gap over all numbers, but not null, says so', () => {
  const table = tableOf({
    inputs: { x: { value: '', type: 'number', nullable: true } },
    outputs: { o: {} },
    rules: [{ id: 'none', when: { x: 'null' }, then: { o: 1 } }],
  });
  expect(analyse(table).gaps).toEqual([{ cells: { x: 'not(null)' }, text: 'x not(null)', example: { x: 0 } }]);
});

test('with otherwise nothing is left open', () => {
  expect(analyse(tableOf({ ...CREDIT, otherwise: { then: { band: 'C' } } })).gaps).toEqual([]);
});

test.each<[string, object[]]>([
  [
    'unique',
    [
      { rules: ['a', 'b'], text: 'n [3..5]', example: { n: 3 } },
      { rules: ['b', 'c'], text: 'n >= 7' },
    ],
  ],
  ['any', [{ rules: ['a', 'b'], text: 'n [3..5]' }]],
  ['priority', []],
  ['first', []],
  ['collect', []],
])('under %s the overlaps are where it has no answer', (hit, expected) => {
  const table = smallTable(hit, [
    ['a', '<= 5', 'low'],
    ['b', '>= 3', 'high'],
    ['c', '>= 7', 'high'],
  ]);
  expect(analyse(table).overlaps).toMatchObject(expected);
});

test('where a rule of higher priority always decides, two others may contradict each other', () => {
  const table = (top: string) =>
    tableOf({
      hit: 'priority',
      inputs: { n: { value: '', type: 'integer', minimum: 0, maximum: 9 } },
      outputs: { band: { enum: ['A', 'B'] }, rate: {} },
      rules: [
        { id: 'top', when: { n: top }, then: { band: 'A', rate: 0 } },
        { id: 'one', when: { n: '<= 5' }, then: { band: 'B', rate: 1 } },
        { id: 'two', when: { n: '>= 3' }, then: { band: 'B', rate: 2 } },
      ],
    });
  expect(analyse(table('[3..5]')).overlaps).toEqual([]);
  expect(analyse(table('[3..4]')).overlaps).toMatchObject([{ rules: ['one', 'two'], text: 'n 5' }]);
});

test.each<[string, object[]]>([
  [
    'first',
    [
      { rule: 'late', by: ['early', 'later'] },
      { rule: 'never', by: [] },
      { rule: 'high', by: ['early'] },
    ],
  ],
  [
    'priority',
    [
      { rule: 'early', by: ['late', 'high'] },
      { rule: 'never', by: [] },
    ],
  ],
  ['unique', [{ rule: 'never', by: [] }]],
  ['collect', [{ rule: 'never', by: [] }]],
])('under %s a rule that never decides is told with those that take its place', (hit, expected) => {
  const table = smallTable(hit, [
    ['early', '<= 5', 'low'],
    ['later', '[4..8]', 'low'],
    ['late', '[2..7]', 'middle'],
    ['never', '> 9', 'high'],
    ['high', '[0..3]', 'high'],
  ]);
  expect(analyse(table).masked).toMatchObject(expected);
});

test('a rule that contradicts another of its priority is not masked by it, one that repeats it is', () => {
  const table = (rate: number) =>
    tableOf({
      hit: 'priority',
      inputs: { n: { value: '', type: 'integer' } },
      outputs: { band: { enum: ['A', 'B'] }, rate: {} },
      rules: [
        { id: 'one', when: { n: '> 3' }, then: { band: 'A', rate: 1 } },
        { id: 'two', when: { n: '> 4' }, then: { band: 'A', rate } },
      ],
    });
  expect(analyse(table(2)).masked).toEqual([]);
  expect(analyse(table(1)).masked).toEqual([{ rule: 'two', by: ['one'] }]);
});

test('the list is capped and says how many more there are', () => {
  const rules = Array.from({ length: 50 }, (_, index): [string, string, unknown] => [`r${index}`, '-', index]);
  const { overlaps, more } = analyse(smallTable('unique', rules));
  expect([overlaps.length, more.overlaps]).toEqual([20, (50 * 49) / 2 - 20]);
});
