import { expressionOf, parseExpression } from '../../lib/workflow/expressions.ts';

const read = (source: string) =>
  parseExpression(source).references.map(({ root, names }) => [root, ...names.map(({ name }) => name)].join('.'));

test.each([
  ['$input.a.b', ['input.a.b']],
  ['$steps.`read-it`.total', ['steps.read-it.total']],
  ['$steps."read-it".total', ['steps.read-it.total']],
  ['$input.lines[amount > $steps.a.limit].{"x": $run.id}', ['input.lines', 'steps.a.limit', 'run.id']],
  ['$sum($input.lines.amount)', ['sum', 'input.lines.amount']],
  ['$input.lines.(amount * $input.rate)', ['input.lines', 'input.rate']],
  ['($x := $input.a; $x + $y)', ['input.a', 'y']],
  ['($f := function($n) { $n = 0 ? 1 : $n * $f($n - 1) }; $f($input.n))', ['input.n']],
  ['$map([1], function($v, $i) { $v + $w })', ['map', 'w']],
  ['$input.a ~> $uppercase()', ['input.a', 'uppercase']],
  ['{"a": [$input.a, {"b": $steps.b}]}', ['input.a', 'steps.b']],
  ['$input^(>amount, $steps.s.order).name', ['input', 'steps.s.order']],
])('%s refers to %j', (source, expected) => expect(new Set(read(source))).toEqual(new Set(expected)));

test('a name that a block has set is free again behind it', () => {
  expect(read('(($x := 1; $x); $x)')).toEqual(['x']);
});

test('a reference knows where it stands and whether it is asked for or called', () => {
  const source = '$exists($steps.a.b) and $count($input)';
  const [exists, steps, count, input] = parseExpression(source).references;
  expect(source.slice(steps!.start, steps!.names[0]!.end)).toBe('$steps.a');
  expect([exists!.called, count!.called, steps!.asksExistence, input!.asksExistence]).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test.each([
  ['$a +', 3],
  ['$f(', 2],
  ['"open', 4],
  ['a b', 2],
  ['$match("a", /a{2,1}/)', 0],
])('%s breaks at %d', (source, offset) => expect(parseExpression(source).error?.offset).toBe(offset));

test('an expression is the whole text or none', () => {
  expect(expressionOf('{% 1 %}')).toBe(' 1 ');
  expect(expressionOf('a {% 1 %}')).toBeUndefined();
  expect(expressionOf('{% 1\n+ 1 %}')).toBe(' 1\n+ 1 ');
});
