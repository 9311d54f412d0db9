import fc from 'fast-check';
import { name } from './schemas.ts';

const UNARY = (
  'string length uppercase trim number abs floor ceil round sqrt sum max min average boolean not exists count sort reverse ' +
  'shuffle distinct keys spread merge type base64encode toMillis fromMillis hash parse'
).split(' ');

/** Random JSONata over `$input` and `$item`, most of which can be evaluated. */
export const { expression } = fc.letrec<{ expression: string; path: string; condition: string; list: string }>(
  (tie) => {
    const inner = tie('expression');
    const list = fc.oneof(tie('path'), inner);
    const format = (template: string, ...parts: fc.Arbitrary<string>[]) =>
      fc
        .tuple(...parts)
        .map((values) => values.reduce((text, value, index) => text.replaceAll(`#${index}`, () => value), template));
    return {
      path: fc.oneof(
        fc
          .tuple(fc.constantFrom('$input', '$item'), fc.array(name, { maxLength: 3 }))
          .map((parts) => parts.flat().join('.')),
        format('#0.#1', tie('path'), name),
        format(
          '#0[#1]',
          tie('path'),
          fc.constantFrom('0', '-1', '1', 'a', 'a = 1', '$ = "a"', '$exists(b)', 'true', '$input.a'),
        ),
        format('#0[]', tie('path')),
        format(
          '#0.(#1)',
          tie('path'),
          fc.constantFrom('a & "x"', '[a, b]', '{"k": a}', '$', '$x := a; $x', '$uppercase(name)', '[$]'),
        ),
        format('#0.{"k": #1, "n": name}', tie('path'), name),
        format('#0.[a, #1]', tie('path'), name),
        format('#0^(a)', tie('path')),
      ),
      condition: fc.oneof(
        format('$exists(#0)', tie('path')),
        format('$not($exists(#0))', tie('path')),
        format('#0 = #1', inner, inner),
        format('#0 in #1', inner, list),
        format('(#0 and #1)', tie('condition'), tie('condition')),
        format('(#0 or #1)', tie('condition'), tie('condition')),
        tie('path'),
      ),
      list,
      expression: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        { arbitrary: tie('path'), weight: 4 },
        fc.constantFrom('1', '0', '2.5', '-1', '"a"', '""', 'true', 'false', 'null', '[]', '{}', '$input', '[1..3]'),
        format('(#0 ? #1 : #2)', tie('condition'), inner, inner),
        format('(#0 ? #1)', tie('condition'), inner),
        format('($exists(#0) ? #0 : #1)', tie('path'), inner),
        format(
          '(#0 #1 #2)',
          inner,
          fc.constantFrom('+', '-', '*', '/', '%', '&', '<', '>=', '=', '!=', 'and', 'or', 'in'),
          inner,
        ),
        format('-#0', tie('path')),
        format('[#0, #1]', inner, inner),
        format('[#0]', inner),
        format('[[#0], #1]', inner, inner),
        format('[#0..#1]', inner, inner),
        format('{"a": #0, "list": #1}', inner, inner),
        format('{#0: #1}', inner, inner),
        format('($v := #0; $w := [$v]; {"a": $v, "b": $w})', inner),
        format('($v := #0; $v.#1)', inner, name),
        format('($f := function($x) { #0 ? $x : [$x] }; $f(#1))', tie('condition'), inner),
        format('$#0(#1)', fc.constantFrom(...UNARY), inner),
        format('#1 ~> $#0', fc.constantFrom(...UNARY), inner),
        format('#1 ~> $#0()', fc.constantFrom(...UNARY), inner),
        format(
          '$map(#0, function($v) { #1 })',
          list,
          fc.oneof(inner, fc.constantFrom('$v', '$v.a', '[$v]', '$v & "x"', '$filter($v, function($u) { true })')),
        ),
        format('$map(#0, $#1)', list, fc.constantFrom(...UNARY)),
        format(
          '$filter(#0, function($v, $i) { #1 })',
          list,
          fc.oneof(tie('condition'), fc.constantFrom('$i > 0', '$v', '$v.a = 1', 'false')),
        ),
        format('$single(#0, function($v) { #1 })', list, tie('condition')),
        format(
          '$reduce(#0, function($p, $v) { #1 })',
          list,
          fc.constantFrom('$p & $v', '$p + $v', '[$p, $v]', '$append($p, $v)', '$v', '{"a": $p}'),
        ),
        format(
          '$reduce(#0, function($p, $v) { #1 }, #2)',
          list,
          fc.constantFrom('$p & $v', '$p + 1', '$append($p, $v)', '$v'),
          inner,
        ),
        format('$sift(#0, function($v) { $v = 1 })', list),
        format('$each(#0, function($v, $k) { #1 })', list, fc.constantFrom('$v', '$k', '$k & $v')),
        format('$sort(#0, function($x, $y) { $x > $y })', list),
        format(
          '$#0(#1, #2)',
          fc.constantFrom(
            'append',
            'lookup',
            'contains',
            'split',
            'join',
            'substring',
            'substringBefore',
            'round',
            'power',
            'zip',
            'formatBase',
            'partition',
          ),
          inner,
          inner,
        ),
        format('$lookup(#0, "#1")', inner, name),
        format('$merge([#0, #1])', list, list),
        format('$replace(#0, /a/, "b")', inner),
        format('$match(#0, /a/)', inner),
        format('$range(#0, #1, 1)', inner, inner),
      ),
    };
  },
);
