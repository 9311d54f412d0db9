import { evaluate } from '../../lib/asl/jsonata/evaluate.ts';
import { evaluateTemplate } from '../../lib/asl/jsonata/template.ts';
import { randomness } from '../../lib/asl/randomness.ts';
import type { Json } from '../../lib/asl/types.ts';

const bindings = () => ({
  states: { input: { xs: [1, 2, 3], deep: { json: '{"a":1}' } } },
  variables: { x: 5 },
  now: Date.UTC(2026, 0, 1),
  random: randomness('seed'),
});

test.each<[string, Json]>([
  ['$x + $states.input.xs[0]', 6],
  ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
  ['$range(0, 6, 2)', [0, 2, 4, 6]],
  ['$range(1, 2, 9)', 1],
  ['$hash("input", "SHA-1")', '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
  ['$random(42)', 0.7275636800328681],
  ['$parse($states.input.deep.json).a', 1],
  ['$now()', '2026-01-01T00:00:00.000Z'],
  ['$now("[D]/[M]/[Y]")', '1/1/2026'],
  ['$millis()', Date.UTC(2026, 0, 1)],
  ['$states.input.xs ~> $map(function($v) { $v * 2 })', [2, 4, 6]],
])('%s', async (expression, expected) => {
  expect(await evaluate(expression, 'Output', bindings())).toEqual(expected);
});

test('ids and random numbers come from the seed alone', async () => {
  const expression = '[$uuid(), $uuid(), $random()]';
  const [one, two] = [
    await evaluate(expression, 'Output', bindings()),
    await evaluate(expression, 'Output', bindings()),
  ];
  expect(one).toEqual(two);
  expect(new Set(one as Json[]).size).toBe(3);
});

test.each([
  ['$eval("1")', 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
  [
    '$sum(["a"])',
    'threw an error during evaluation. T0412: Argument 1 of function "sum" must be an array of "numbers"',
  ],
  ['$missing', 'returned nothing (undefined).'],
  ['$sum', 'returned an unsupported result type.'],
])('%s: %s', async (expression, message) => {
  await expect(evaluate(expression, 'Output/a', bindings())).rejects.toMatchObject({
    error: 'States.QueryEvaluationError',
    reason: `The JSONata expression '${expression}' specified for the field 'Output/a' ${message}`,
  });
});

test('a template names the place of the expression that fails', async () => {
  const template = { list: [1, { deep: '{% $missing %}' }] };
  await expect(evaluateTemplate(template, 'Arguments', bindings())).rejects.toMatchObject({
    origin: { location: 'Arguments/list[1]/deep' },
  });
});

test('text that only looks like an expression stays as it is', async () => {
  const template = { a: ' {% $x %}', b: '$.a', 'c.$': '$', d: 'say {% $x %}' };
  expect(await evaluateTemplate(template, 'Output', bindings())).toEqual(template);
});
