// biome-ignore-all lint/suspicious/noThenProperty: the name of the file form; it holds data, never a function
import { evaluate } from '../../lib/decisions/evaluate.ts';
import { smallTable, tableOf } from './table.ts';

type Rows = [string, string, unknown][];
const NESTED: Rows = [
  ['wide', '[0..6]', 'low'],
  ['narrow', '[4..8]', 'high'],
  ['same', '[5..9]', 'high'],
];

test.each<[string, Rows, number, object]>([
  ['unique', NESTED, 2, { result: { o: 'low' }, rules: ['wide'] }],
  ['first', NESTED, 5, { result: { o: 'low' }, rules: ['wide'] }],
  ['any', NESTED, 7, { result: { o: 'high' }, rules: ['narrow', 'same'] }],
  ['priority', NESTED, 5, { result: { o: 'high' }, rules: ['narrow'] }],
  ['priority', NESTED, 1, { result: { o: 'low' }, rules: ['wide'] }],
  ['collect', NESTED, 5, { result: [{ o: 'low' }, { o: 'high' }, { o: 'high' }], rules: ['wide', 'narrow', 'same'] }],
])('%s decides', (hit, rows, n, expected) => expect(evaluate(smallTable(hit, rows), { n })).toMatchObject(expected));

test.each<[string, number]>([
  ['sum', 6],
  ['min', 1],
  ['max', 3],
  ['count', 3],
])('collect makes the %s of what applies', (aggregate, expected) => {
  const rows: Rows = [
    ['a', '< 5', 1],
    ['b', '< 6', 3],
    ['c', '< 7', 2],
    ['d', '> 7', 100],
  ];
  expect(evaluate(smallTable('collect', rows, { aggregate }), { n: 4 })).toMatchObject({ result: { o: expected } });
});

test('the count of no rule is zero, and no error', () => {
  const table = smallTable('collect', [['a', '< 5', 'x']], { aggregate: 'count' });
  expect(evaluate(table, { n: 9 })).toMatchObject({ result: { o: 0 }, rules: [] });
});

test.each(['unique', 'any'])('two rules that contradict each other under %s are an error that names both', (hit) => {
  const { error } = evaluate(smallTable(hit, NESTED), { n: 5 });
  expect(error).toEqual({
    name: 'AmbiguousDecision',
    message: `rules wide ({"o":"low"}) and narrow ({"o":"high"}) both apply to n 5, which hit policy '${hit}' forbids`,
  });
});

test('rules of equal priority must agree in the outputs that have none', () => {
  const table = tableOf({
    hit: 'priority',
    inputs: { n: { value: '', type: 'integer' } },
    outputs: { band: { enum: ['A', 'B'] }, rate: { type: 'number' } },
    rules: [
      { id: 'one', when: { n: '< 5' }, then: { band: 'A', rate: 1 } },
      { id: 'two', when: { n: '> 3' }, then: { band: 'A', rate: 2 } },
    ],
  });
  expect(evaluate(table, { n: 4 }).error?.name).toBe('AmbiguousDecision');
});

test('with several ranked outputs the first one counts before the second', () => {
  const table = tableOf({
    hit: 'priority',
    inputs: { n: { value: '', type: 'integer' } },
    outputs: { severity: { enum: ['stop', 'warn'] }, queue: { enum: ['fast', 'slow'] } },
    rules: [
      { id: 'warn-fast', then: { severity: 'warn', queue: 'fast' } },
      { id: 'stop-slow', then: { queue: 'slow', severity: 'stop' } },
    ],
  });
  expect(evaluate(table, { n: 4 })).toMatchObject({ rules: ['stop-slow'] });
});

test('where no rule applies otherwise decides, and without it the error names the values', () => {
  const rows: Rows = [['a', '< 5', 'x']];
  const otherwise = { then: { o: 'y' }, because: 'nothing else fits' };
  expect(evaluate(smallTable('first', rows, { otherwise }), { n: 7 })).toEqual({
    result: { o: 'y' },
    rules: [],
    explanation: 'otherwise: nothing else fits; no rule applies to n 7',
  });
  expect(evaluate(smallTable('first', rows), { n: 7 })).toEqual({
    error: { name: 'NoRule', message: 'no rule applies to n 7, and there is no otherwise' },
  });
  expect(evaluate(smallTable('collect', rows, { otherwise }), { n: 7 })).toMatchObject({ result: [{ o: 'y' }] });
});

const DOMAINS = {
  inputs: {
    score: { value: '', type: 'integer', minimum: 300, maximum: 850 },
    country: { value: '', type: 'string', enum: ['DE', 'FR'] },
    since: { value: '', type: 'date', nullable: true, minimum: '2020-01-01' },
  },
  outputs: { ok: { type: 'boolean' } },
  rules: [
    {
      id: 'good',
      when: { score: '>= 720', country: 'DE', since: 'null, <= date("2026-01-31")' },
      then: { ok: true },
      because: 'good score',
    },
  ],
  otherwise: { then: { ok: false } },
};

test('the explanation says which values met which cells', () => {
  expect(evaluate(tableOf(DOMAINS), { score: 731, country: 'DE', since: '2026-01-31' })).toMatchObject({
    result: { ok: true },
    explanation: `good: good score; score 731 meets '>= 720', country "DE" meets 'DE', since "2026-01-31" meets 'null, <= date("2026-01-31")'`,
  });
});

test('a nullable input may be absent', () => {
  expect(evaluate(tableOf(DOMAINS), { score: 731, country: 'DE' })).toMatchObject({ rules: ['good'] });
});

test.each<[object, string]>([
  [{ score: 851, country: 'DE' }, 'score is 851, above the maximum 850'],
  [{ score: 299, country: 'DE' }, 'score is 299, below the minimum 300'],
  [{ score: 720.5, country: 'DE' }, 'score is 720.5, not an integer'],
  [{ score: '720', country: 'DE' }, 'score is "720", not an integer'],
  [{ score: NaN, country: 'DE' }, 'not an integer'],
  [{ country: 'DE' }, 'score is null or absent, and the input is not nullable'],
  [{ score: 720, country: 'US' }, 'country is "US", not one of DE, FR'],
  [{ score: 720, country: 'DE', since: '2019-12-31' }, 'since is "2019-12-31", below the minimum 2020-01-01'],
  [{ score: 720, country: 'DE', since: '2026-02-30' }, 'not a date'],
])('a value outside the domain is never decided upon: %j', (values, message) => {
  const { error } = evaluate(tableOf(DOMAINS), values as Record<string, unknown>);
  expect(error).toEqual({ name: 'InvalidInput', message: expect.stringContaining(message) });
});
